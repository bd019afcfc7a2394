#include "speech/onnx_metadata.h"

#include <cstdint>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>

namespace attacca::speech {
namespace {

// Fields of ModelProto, and of the StringStringEntryProto in its metadata.
constexpr std::uint64_t kIrVersion = 1;
constexpr std::uint64_t kGraph = 7;
constexpr std::uint64_t kMetadata = 14;
constexpr std::uint64_t kKey = 1;
constexpr std::uint64_t kValue = 2;

constexpr std::uint64_t kNumber = 0;  // Kinds of field, as the wire has them.
constexpr std::uint64_t kBytes = 2;
constexpr std::size_t kLongestEntry = 16U << 20U;  // Vocabularies are kept here, too.

struct Field {
    std::uint64_t number = 0;
    std::uint64_t kind = 0;
    std::uint64_t value = 0;  ///< The number, or the count of bytes that follow.
};

/// From anything that gives bytes one by one; nothing at the end or where the bytes are no number.
template <class Next>
std::optional<std::uint64_t> varint(Next next) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const int byte = next();
        if (byte < 0) return std::nullopt;
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0) return value;
    }
    return std::nullopt;
}

/// Models have numbers and lengths only.
template <class Next>
std::optional<Field> next_field(Next next) {
    const auto tag = varint(next);
    if (!tag) return std::nullopt;
    const Field field{.number = *tag >> 3U, .kind = *tag & 7U};
    if (field.number == 0 || (field.kind != kNumber && field.kind != kBytes)) return std::nullopt;
    const auto value = varint(next);
    if (!value) return std::nullopt;
    return Field{.number = field.number, .kind = field.kind, .value = *value};
}

/// Whether it was a key with a value.
bool add_entry(OnnxMetadata& metadata, std::string_view bytes) {
    std::string key;
    std::string value;
    const auto next = [&]() -> int {
        if (bytes.empty()) return -1;
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        return byte;
    };
    while (!bytes.empty()) {
        const auto field = next_field(next);
        if (!field || field->kind != kBytes || field->value > bytes.size()) return false;
        const std::string_view text = bytes.substr(0, field->value);
        bytes.remove_prefix(field->value);
        if (field->number == kKey) key = text;
        if (field->number == kValue) value = text;
    }
    metadata[key] = value;
    return true;
}

}  // namespace

Result<OnnxMetadata> read_onnx_metadata(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    std::ifstream in(file, std::ios::binary);
    if (error || !in) return fail(ErrorCode::unreadable, file.string() + ": cannot be read; check its permissions");
    const auto damaged = [&] {
        return fail(ErrorCode::damaged, file.string() + ": no ONNX model, or cut off; get the file again");
    };
    const auto next = [&] { return in.get(); };
    OnnxMetadata metadata;
    bool versioned = false;
    bool graphed = false;
    std::string entry;
    for (std::uint64_t place = 0; place < size; place = static_cast<std::uint64_t>(in.tellg())) {
        const auto field = next_field(next);
        if (!field) return damaged();
        versioned = versioned || (field->number == kIrVersion && field->kind == kNumber);
        if (field->kind == kNumber) continue;
        if (field->value > size - static_cast<std::uint64_t>(in.tellg())) return damaged();
        graphed = graphed || field->number == kGraph;
        if (field->number != kMetadata) {
            in.seekg(static_cast<std::streamoff>(field->value), std::ios::cur);
            continue;
        }
        if (field->value > kLongestEntry) return damaged();
        entry.resize(field->value);
        in.read(entry.data(), static_cast<std::streamsize>(entry.size()));
        if (!in || !add_entry(metadata, entry)) return damaged();
    }
    if (!versioned || !graphed) return damaged();
    return metadata;
}

}  // namespace attacca::speech
