// The bars of a spectrum: sums of bins, followed from hop to hop, in decibels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace attacca::kernels {

/// Neighboring bins.
struct BinRange {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

/// Values that must be readable after the last bin of a range.
inline constexpr std::size_t kBinPadding = 16;

/// sums[i] = scale · the sum of the bins in ranges[i]. A sum that is NaN or 1e12 and more counts as 0.
void sum_bins(const float* bins, std::span<const BinRange> ranges, float scale, float* sums) noexcept;

/// How bars move from hop to hop.
struct BarMotion {
    float kept = 0.0F;       ///< Share of its power that a bar keeps.
    float hold_hops = 0.0F;  ///< How long a peak stays; at most 2^23.
    float fall = 1.0F;       ///< What a peak is multiplied by at each hop after that.
};

/// `count` bars each.
struct BarLevels {
    float* powers = nullptr;
    float* peaks = nullptr;
    float* peak_ages = nullptr;  ///< In hops.
    std::size_t count = 0;
};

/// One hop on: `powers` moves towards `newest`, and `peaks` follows.
void move_bars(const float* newest, const BarMotion& motion, const BarLevels& bars) noexcept;

/// levels[i] = 10·log10(scale · powers[i]), −120 at least; −120 for NaN too. Accuracy: 1e-5 dB.
void power_to_db(const float* powers, std::size_t count, float scale, float* levels) noexcept;

}  // namespace attacca::kernels
