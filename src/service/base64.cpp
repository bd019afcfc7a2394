#include "service/base64.h"

#include <array>
#include <cassert>

namespace attacca::service {
namespace {

constexpr std::uint32_t kBad = 0x80;

constexpr auto kValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(static_cast<std::uint8_t>(kBad));
    std::uint8_t next = 0;
    for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")) {
        values[static_cast<std::uint8_t>(c)] = next++;
    }
    return values;
}();

std::uint32_t value_of(char c) { return kValues[static_cast<std::uint8_t>(c)]; }

}  // namespace

std::optional<std::size_t> decode_base64(std::string_view text, std::span<std::uint8_t> bytes) noexcept {
    assert(bytes.size() >= base64_room(text.size()));
    std::size_t written = 0;
    std::size_t i = 0;
    std::uint32_t bits = 0;
    std::size_t pending = 0;  // Characters in `bits`.
    while (i < text.size() && text[i] != '=') {
        if (pending == 0 && i + 4 <= text.size()) {
            const std::uint32_t a = value_of(text[i]), b = value_of(text[i + 1]);
            const std::uint32_t c = value_of(text[i + 2]), d = value_of(text[i + 3]);
            if (((a | b | c | d) & kBad) == 0) {
                const std::uint32_t three = a << 18 | b << 12 | c << 6 | d;
                bytes[written] = static_cast<std::uint8_t>(three >> 16);
                bytes[written + 1] = static_cast<std::uint8_t>(three >> 8);
                bytes[written + 2] = static_cast<std::uint8_t>(three);
                written += 3;
                i += 4;
                continue;
            }
        }
        if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '/') ++i;
        const std::uint32_t value = value_of(text[i++]);
        if ((value & kBad) != 0) return std::nullopt;
        bits = bits << 6 | value;
        if (++pending == 4) {
            for (int shift = 16; shift >= 0; shift -= 8) bytes[written++] = static_cast<std::uint8_t>(bits >> shift);
            bits = 0;
            pending = 0;
        }
    }
    const std::size_t padding = text.size() - i;
    for (; i < text.size(); ++i) {
        if (text[i] != '=') return std::nullopt;
    }
    if (pending == 1 || (padding > 0 && pending + padding != 4)) return std::nullopt;
    if (pending == 2) bytes[written++] = static_cast<std::uint8_t>(bits >> 4);
    if (pending == 3) {
        bytes[written++] = static_cast<std::uint8_t>(bits >> 10);
        bytes[written++] = static_cast<std::uint8_t>(bits >> 2);
    }
    return written;
}

}  // namespace attacca::service
