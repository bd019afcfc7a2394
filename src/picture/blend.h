// One pixel over another.
#pragma once

#include <cstdint>

namespace attacca::picture {

/// Each byte of `below` moved toward that of `above` by share/255, rounded to the nearest.
[[nodiscard]] inline std::uint32_t blended(std::uint32_t below, std::uint32_t above, std::uint32_t share) noexcept {
    // Two bytes at a time, each in 16 bits: 255 · 255 + 128 fits, and (t + t / 256) / 256 is t / 255.
    constexpr std::uint32_t kBytes = 0x00FF00FF;
    const std::uint32_t rest = 255 - share;
    const std::uint32_t even = (below & kBytes) * rest + (above & kBytes) * share + 0x00800080;
    const std::uint32_t odd = (below >> 8 & kBytes) * rest + (above >> 8 & kBytes) * share + 0x00800080;
    return ((even + (even >> 8 & kBytes)) >> 8 & kBytes) | ((odd + (odd >> 8 & kBytes)) & ~kBytes);
}

}  // namespace attacca::picture
