// IEEE 754's numbers of 16 bits: half the room for weights, whose fourth digit does not matter.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace attacca::analysis {

/// Neither infinity nor NaN: no weight is either.
[[nodiscard]] constexpr float from_half(std::uint16_t bits) noexcept {
    const std::uint32_t exponent = bits >> 10 & 0x1FU;
    const std::uint32_t fraction = bits & 0x3FFU;
    const float magnitude = exponent == 0 ? static_cast<float>(fraction) * 0x1p-24F
                                          : std::bit_cast<float>((exponent + 112U) << 23 | fraction << 13);
    return (bits & 0x8000U) != 0 ? -magnitude : magnitude;
}

template <std::size_t kCount>
void unpack(const std::array<std::uint16_t, kCount>& packed, std::array<float, kCount>& values) noexcept {
    for (std::size_t i = 0; i < kCount; ++i) values[i] = from_half(packed[i]);
}

}  // namespace attacca::analysis
