#include "analysis/onnx_tensors.h"

#include <bit>
#include <cstring>
#include <optional>

namespace attacca::analysis {
namespace {

static_assert(std::endian::native == std::endian::little, "the files are little-endian");

// Field numbers of onnx.proto.
constexpr std::uint32_t kModelGraph = 7;
constexpr std::uint32_t kGraphNode = 1;
constexpr std::uint32_t kGraphInitializer = 5;
constexpr std::uint32_t kNodeOutput = 2;
constexpr std::uint32_t kNodeAttribute = 5;
constexpr std::uint32_t kAttributeTensor = 5;
constexpr std::uint32_t kAttributeGraph = 6;
constexpr std::uint32_t kTensorShape = 1;
constexpr std::uint32_t kTensorType = 2;
constexpr std::uint32_t kTensorFloats = 4;
constexpr std::uint32_t kTensorName = 8;
constexpr std::uint32_t kTensorBytes = 9;

constexpr std::uint64_t kFloatType = 1;
constexpr std::size_t kDeepestGraph = 16;
constexpr std::uint64_t kMostValues = 1U << 26;

enum class Wire : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

struct Field {
    std::uint32_t number = 0;
    Wire wire = Wire::varint;
    std::uint64_t value = 0;  ///< Of a varint.
    std::string_view bytes;   ///< Of all other kinds.
};

/// The fields of a message, one after another.
class Message {
public:
    explicit Message(std::string_view bytes) : rest_(bytes) {}

    /// Nothing at the message's end, and where it is damaged.
    [[nodiscard]] std::optional<Field> next() {
        if (rest_.empty()) return std::nullopt;
        damaged_ = true;  // Until the field is whole.
        const auto key = varint();
        if (!key || *key >> 3 == 0 || *key >> 32 != 0) return std::nullopt;
        Field field{.number = static_cast<std::uint32_t>(*key >> 3), .wire = static_cast<Wire>(*key & 7), .bytes = {}};
        std::optional<std::uint64_t> length;
        switch (field.wire) {
            case Wire::varint: {
                const auto value = varint();
                if (!value) return std::nullopt;
                field.value = *value;
                length = 0;
                break;
            }
            case Wire::fixed64:
                length = 8;
                break;
            case Wire::fixed32:
                length = 4;
                break;
            case Wire::bytes:
                length = varint();
                break;
        }
        if (!length || *length > rest_.size()) return std::nullopt;
        field.bytes = rest_.substr(0, static_cast<std::size_t>(*length));
        rest_.remove_prefix(field.bytes.size());
        damaged_ = false;
        return field;
    }

    [[nodiscard]] std::optional<std::uint64_t> varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<std::uint8_t>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return value;
        }
        return std::nullopt;
    }

    [[nodiscard]] bool damaged() const noexcept { return damaged_; }
    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

private:
    std::string_view rest_;
    bool damaged_ = false;
};

/// Copies values out of bytes that may stand at any address. False where they are no whole number of floats.
bool copy_floats(std::string_view bytes, std::vector<float>& values) {
    if (bytes.size() % sizeof(float) != 0) return false;
    const std::size_t before = values.size();
    values.resize(before + bytes.size() / sizeof(float));
    if (!bytes.empty()) std::memcpy(values.data() + before, bytes.data(), bytes.size());
    return true;
}

class Reader {
public:
    [[nodiscard]] bool read_graph(std::string_view bytes, std::size_t depth) {
        if (depth > kDeepestGraph) return false;
        Message graph(bytes);
        while (const auto field = graph.next()) {
            if (field->wire != Wire::bytes) continue;
            if (field->number == kGraphNode && !read_node(field->bytes, depth)) return false;
            if (field->number == kGraphInitializer && !read_tensor(field->bytes, {})) return false;
        }
        return !graph.damaged();
    }

    [[nodiscard]] std::vector<OnnxTensor> take() { return std::move(tensors_); }

private:
    [[nodiscard]] bool read_node(std::string_view bytes, std::size_t depth) {
        std::string_view output;  // A constant is known by what it gives.
        Message node(bytes);
        while (const auto field = node.next()) {
            if (field->wire != Wire::bytes) continue;
            if (field->number == kNodeOutput && output.empty()) output = field->bytes;
            if (field->number != kNodeAttribute) continue;
            Message attribute(field->bytes);
            while (const auto part = attribute.next()) {
                if (part->wire != Wire::bytes) continue;
                if (part->number == kAttributeTensor && !read_tensor(part->bytes, output)) return false;
                if (part->number == kAttributeGraph && !read_graph(part->bytes, depth + 1)) return false;
            }
            if (attribute.damaged()) return false;
        }
        return !node.damaged();
    }

    /// Of other types than float nothing is kept.
    [[nodiscard]] bool read_tensor(std::string_view bytes, std::string_view name) {
        OnnxTensor read{.name = std::string(name), .shape = {}, .values = {}};
        std::uint64_t type = 0;
        Message tensor(bytes);
        while (const auto field = tensor.next()) {
            const bool whole = field->wire == Wire::bytes;
            if (field->number == kTensorShape && !read_shape(*field, read.shape)) return false;
            if (field->number == kTensorType && field->wire == Wire::varint) type = field->value;
            if (field->number == kTensorName && whole && name.empty()) read.name = field->bytes;
            const bool holds_values = (field->number == kTensorFloats && (whole || field->wire == Wire::fixed32)) ||
                                      (field->number == kTensorBytes && whole && type == kFloatType);
            if (holds_values && !copy_floats(field->bytes, read.values)) return false;
        }
        if (tensor.damaged()) return false;
        if (type != kFloatType) return true;
        std::uint64_t count = 1;
        for (const std::uint64_t extent : read.shape) {
            if (extent > kMostValues) return false;
            count *= extent;
            if (count > kMostValues) return false;
        }
        if (count != read.values.size()) return false;
        tensors_.push_back(std::move(read));
        return true;
    }

    /// One extent, or all of them packed.
    [[nodiscard]] static bool read_shape(const Field& field, std::vector<std::uint64_t>& shape) {
        if (field.wire == Wire::varint) {
            shape.push_back(field.value);
            return true;
        }
        if (field.wire != Wire::bytes) return false;
        Message packed(field.bytes);
        while (!packed.at_end()) {
            const auto extent = packed.varint();
            if (!extent) return false;
            shape.push_back(*extent);
        }
        return true;
    }

    std::vector<OnnxTensor> tensors_;
};

}  // namespace

Result<std::vector<OnnxTensor>> parse_onnx_tensors(std::string_view bytes, std::string_view name) {
    const auto damaged = [name] {
        return fail(ErrorCode::damaged, std::string(name) + ": not an ONNX model, or a damaged one");
    };
    Reader reader;
    bool has_graph = false;
    Message model(bytes);
    while (const auto field = model.next()) {
        if (field->number != kModelGraph || field->wire != Wire::bytes) continue;
        has_graph = true;
        if (!reader.read_graph(field->bytes, 0)) return damaged();
    }
    if (model.damaged() || !has_graph) return damaged();
    return reader.take();
}

}  // namespace attacca::analysis
