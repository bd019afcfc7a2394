#include "text.h"

#include <wchar.h>

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdint>
#include <cstdio>

namespace attacca::app {
namespace {

struct Decoded {
    char32_t code = 0;
    std::size_t bytes = 0;  // 0: not UTF-8.
};

Decoded decode(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return {lead, 1};
    const std::size_t bytes = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (bytes == 0 || lead >= 0xF5 || text.size() < bytes) return {};
    char32_t code = lead & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80U) return {};
        code = (code << 6U) | (next & 0x3FU);
    }
    const char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < smallest[bytes] || surrogate || code > 0x10FFFF ? Decoded{} : Decoded{code, bytes};
}

bool steers(char32_t code) {
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    const bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    return control || direction || code == 0x2028 || code == 0x2029;
}

std::size_t width_of(char32_t code) { return static_cast<std::size_t>(std::max(0, wcwidth(static_cast<wchar_t>(code)))); }

}  // namespace

std::string formatted(const char* format, ...) {
    va_list first;
    va_start(first, format);
    va_list second;
    va_copy(second, first);
    const int size = std::vsnprintf(nullptr, 0, format, first);
    va_end(first);
    std::string text(static_cast<std::size_t>(std::max(size, 0)), '\0');
    std::vsnprintf(text.data(), text.size() + 1, format, second);
    va_end(second);
    return text;
}

std::string printable(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const auto [code, bytes] = decode(text);
        if (bytes == 0 || steers(code)) {
            clean += code == '\n' || code == '\t' ? ' ' : '?';
        } else {
            clean += text.substr(0, bytes);
        }
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return clean;
}

std::size_t display_width(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const auto [code, bytes] = decode(text);
        columns += bytes == 0 ? 1 : width_of(code);
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return columns;
}

std::string fitted(std::string_view text, std::size_t columns) {
    if (display_width(text) <= columns) return std::string(text);
    if (columns == 0) return {};
    std::size_t used = 0;
    std::size_t taken = 0;
    while (taken < text.size()) {
        const auto [code, bytes] = decode(text.substr(taken));
        const std::size_t width = bytes == 0 ? 1 : width_of(code);
        if (used + width > columns - 1) break;
        used += width;
        taken += std::max<std::size_t>(bytes, 1);
    }
    return std::string(text.substr(0, taken)) + '~';
}

std::string clock_text(double seconds) {
    const auto whole = static_cast<std::uint64_t>(std::isfinite(seconds) ? std::clamp(seconds, 0.0, 1e9) : 0.0);
    const auto hours = static_cast<unsigned>(whole / 3600);
    const auto minutes = static_cast<unsigned>(whole / 60 % 60);
    const auto rest = static_cast<unsigned>(whole % 60);
    return hours > 0 ? formatted("%u:%02u:%02u", hours, minutes, rest) : formatted("%u:%02u", minutes, rest);
}

}  // namespace attacca::app
