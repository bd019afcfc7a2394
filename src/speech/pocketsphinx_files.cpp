#include "speech/pocketsphinx_files.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace attacca::speech {
namespace {

using Path = std::filesystem::path;

/// Reads on from where it is. What goes past the end of the file is never read, and `whole` is false from then on, or
/// from where a value is not good.
class ModelFile {
public:
    explicit ModelFile(const Path& path) : path_(path), in_(path, std::ios::binary) {
        std::error_code error;
        left_ = std::filesystem::file_size(path, error);
        if (error || !in_) whole_ = false;
    }

    bool whole() const noexcept { return whole_; }
    std::uint64_t left() const noexcept { return left_; }

    void read(void* to, std::uint64_t bytes) {
        whole_ = whole_ && bytes <= left_ && in_.read(static_cast<char*>(to), static_cast<std::streamsize>(bytes));
        left_ -= std::min(left_, bytes);
    }

    template <class Value>
    Value next() {
        Value value{};
        read(&value, sizeof value);
        return value;
    }

    template <class Value>
    std::vector<Value> next(std::uint64_t count) {
        if (count > left_ / sizeof(Value)) whole_ = false;
        std::vector<Value> values(whole_ ? count : 0);
        read(values.data(), values.size() * sizeof(Value));
        return values;
    }

    /// One after the other, so that a large table takes no memory; until one is not `good`.
    template <class Value, class Good>
    void check_each(std::uint64_t count, const Good& good) {
        if (count > left_ / sizeof(Value)) whole_ = false;
        for (std::uint64_t i = 0; whole_ && i < count; ++i) {
            const auto value = next<Value>();
            whole_ = whole_ && good(i, value);
        }
    }

    void skip(std::uint64_t bytes) {
        whole_ = whole_ && bytes <= left_ && in_.seekg(static_cast<std::streamoff>(bytes), std::ios::cur);
        left_ -= std::min(left_, bytes);
    }

    Status damaged() const {
        return fail(ErrorCode::damaged, path_.string() + ": cut off or damaged; put a whole copy of it in its place");
    }

private:
    Path path_;
    std::ifstream in_;
    std::uint64_t left_ = 0;
    bool whole_ = true;
};

struct Sizes {
    std::int32_t base_phones;
    std::int32_t phones;
    std::int32_t states;  ///< Of each phone; 0: they differ.
    std::int32_t base_senones;
    std::int32_t senones;
    std::int32_t transitions;
    std::int32_t sequences;  ///< Of senones.
    std::int32_t contexts;
    std::int32_t branches;
    std::int32_t silence;

    bool sensible() const {
        const auto counts = std::bit_cast<std::array<std::int32_t, sizeof(Sizes) / sizeof(std::int32_t)>>(*this);
        return std::ranges::all_of(counts, [](std::int32_t count) { return count >= 0; }) && base_phones > 0 &&
               base_phones <= phones && base_senones <= senones;
    }
};

struct Branch {
    std::int16_t context;
    std::int16_t count;  ///< Of the branches below; 0: none, it is a phone.
    std::int32_t below;  ///< The first of them, or the phone, or -1: there is none.

    bool inside(const Sizes& sizes) const {
        if (count == 0) return below < sizes.phones;
        return count > 0 && below >= 0 && below <= sizes.branches - count;
    }
};

struct Phone {
    std::int32_t sequence;
    std::int32_t transition;
    std::array<std::uint8_t, 4> place_and_context;  ///< Context of a phone among others: itself, its left, its right.

    bool inside(const Sizes& sizes, bool base) const {
        return sequence >= 0 && sequence < sizes.sequences && transition >= 0 && transition < sizes.transitions &&
               (base || std::ranges::all_of(std::span(place_and_context).subspan(1),
                                            [&](std::uint8_t phone) { return phone < sizes.base_phones; }));
    }
};

/// As many bits as the library gives a number up to this one.
std::uint64_t bits_for(std::uint32_t most) { return static_cast<std::uint64_t>(std::bit_width(most)); }

/// A table of n-grams, packed bit by bit, with an entry more and eight bytes to read over.
std::uint64_t table_bytes(std::uint64_t entries, std::uint64_t bits) { return ((1 + entries) * bits + 7) / 8 + 8; }

}  // namespace

Status check_model_definition(const Path& path) {
    ModelFile file(path);
    // Others are text, or of a processor with another order of bytes; these are read, not mapped.
    if (std::array<char, 4> mark = file.next<std::array<char, 4>>(); std::string_view(mark.data(), 4) != "BMDF") {
        return {};
    }
    file.skip(sizeof(std::int32_t));  // The version, which the library checks.
    const auto description = file.next<std::int32_t>();
    if (description < 0) return file.damaged();
    file.skip(static_cast<std::uint64_t>(description));
    const auto sizes = file.next<Sizes>();
    if (!file.whole() || !sizes.sensible()) return file.damaged();

    std::uint64_t name_bytes = 0;
    for (std::int32_t ended = 0; file.whole() && ended < sizes.base_phones; ++name_bytes) {
        if (file.next<char>() == '\0') ++ended;
    }
    file.skip((4 - name_bytes % 4) % 4);
    file.check_each<Branch>(static_cast<std::uint64_t>(sizes.branches),
                            [&](std::uint64_t, const Branch& branch) { return branch.inside(sizes); });
    file.check_each<Phone>(static_cast<std::uint64_t>(sizes.phones), [&](std::uint64_t i, const Phone& phone) {
        return phone.inside(sizes, i < static_cast<std::uint64_t>(sizes.base_phones));
    });
    const auto held = static_cast<std::uint64_t>(std::max(file.next<std::int32_t>(), 0));  // Senones of all sequences.
    file.check_each<std::uint16_t>(held, [&](std::uint64_t, std::uint16_t senone) { return senone < sizes.senones; });
    std::uint64_t needed = static_cast<std::uint64_t>(sizes.sequences) * static_cast<std::uint64_t>(sizes.states);
    if (sizes.states == 0) {
        const auto lengths = file.next<std::uint8_t>(static_cast<std::uint64_t>(sizes.sequences));
        needed = std::accumulate(lengths.begin(), lengths.end(), std::uint64_t{0});
    }
    if (!file.whole() || needed > held) return file.damaged();
    return {};
}

Status check_mixture_weights(const Path& path) {
    constexpr std::int32_t kLongestText = 999;
    ModelFile file(path);
    std::int64_t features = 1;
    std::int64_t clusters = 0;
    std::int64_t bits = 8;
    std::int64_t densities = 0;
    std::int64_t senones = 0;
    for (int texts = 0;; ++texts) {
        const auto bytes = file.next<std::int32_t>();
        if (!file.whole() || bytes < 0 || bytes > kLongestText) return file.damaged();
        if (bytes == 0 && texts >= 2) break;  // A title and a header stand before the texts that may end.
        const std::vector<char> text = file.next<char>(static_cast<std::uint64_t>(bytes));
        // Those that fill up the header to a place in memory do not end in a zero.
        if (!file.whole() || text.empty() || (texts < 2 && text.back() != '\0')) return file.damaged();
        const std::string line(text.begin(), text.end());
        const auto count = [&](std::string_view name, std::int64_t& value) {
            if (line.starts_with(name)) value = std::strtol(line.c_str() + name.size(), nullptr, 10);
        };
        count("feature_count ", features);
        count("cluster_count ", clusters);
        count("cluster_bits ", bits);
        count("mixture_count ", densities);
        count("model_count ", senones);
    }
    if (clusters == 0) {
        densities = file.next<std::int32_t>();
        senones = file.next<std::int32_t>();
    }
    constexpr std::int64_t kMost = 1 << 20;
    for (const std::int64_t count : {features, densities, senones}) {
        if (count < 1 || count > kMost) return file.damaged();
    }
    if (clusters < 0 || clusters > 16 || (bits != 4 && bits != 8)) return file.damaged();
    file.skip(static_cast<std::uint64_t>(clusters == 15 ? 16 : clusters));
    const std::int64_t row = bits == 4 ? (senones + 1) / 2 : senones;
    // To the byte: other counts of rows or columns would have the library read beside its own tables.
    if (!file.whole() || static_cast<std::uint64_t>(features * densities * row) != file.left()) return file.damaged();
    return {};
}

Status check_language_model(const Path& path) {
    constexpr std::string_view kMark = "Trie Language Model";
    constexpr std::size_t kLongestOrder = 5;
    constexpr std::uint64_t kValues = 65536;  // Of a table by which probabilities or weights are told in 16 bits.
    ModelFile file(path);
    const auto mark = file.next<char>(kMark.size());
    if (std::string_view(mark.data(), mark.size()) != kMark) return {};
    const std::size_t order = file.next<std::uint8_t>();
    if (order < 1 || order > kLongestOrder) return file.damaged();
    const auto counts = file.next<std::uint32_t>(order);
    if (!file.whole()) return file.damaged();
    if (order > 1) file.skip(sizeof(std::int32_t) + (2 * order - 3) * kValues * sizeof(float));
    file.skip((counts[0] + std::uint64_t{1}) * 3 * sizeof(float));
    for (std::size_t i = 1; i + 1 < order; ++i) {
        file.skip(table_bytes(counts[i], bits_for(counts[0]) + 32 + bits_for(counts[i + 1])));
    }
    if (order > 1) file.skip(table_bytes(counts[order - 1], bits_for(counts[0]) + 16));
    const auto words = file.next<char>(file.next<std::uint32_t>());
    if (!file.whole() || static_cast<std::uint64_t>(std::ranges::count(words, '\0')) != counts[0]) {
        return file.damaged();
    }
    return {};
}

}  // namespace attacca::speech
