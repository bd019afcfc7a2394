// Peaks and powers.
#pragma once

#include <cstddef>

namespace attacca::kernels {

// Threads    Any.
// Real time  All. No alignment needed.

/// The largest magnitude; NaN is passed over. 0 for no samples.
[[nodiscard]] float peak(const float* samples, std::size_t count) noexcept;

/// Σ x²; not finite if any sample is not.
[[nodiscard]] double sum_of_squares(const float* samples, std::size_t count) noexcept;

/// What one channel of a block holds: as `peak` and `sum_of_squares`.
struct ChannelPower {
    float peak = 0.0F;
    double sum_of_squares = 0.0;
};

/// Both for each channel of interleaved frames, in one pass. Writes `channels` results.
/// Requires 1 to 8 channels.
void measure_channels(const float* interleaved, std::size_t frames, std::size_t channels,
                      ChannelPower* powers) noexcept;

}  // namespace attacca::kernels
