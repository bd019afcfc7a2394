// Gains, ramps, sums and crossfades of interleaved floats.
#pragma once

#include <cstddef>

namespace attacca::kernels {

// Threads    Any.
// Real time  All. No alignment needed.

/// A gain that moves linearly: frame i of n has from + (to − from)·i/n, so that the next block goes on at `to`.
struct GainRamp {
    float from = 1.0F;
    float to = 1.0F;
};

/// samples[i] ·= gain; 1 leaves them bit for bit.
void apply_gain(float* samples, std::size_t count, float gain) noexcept;

/// The same gain for each channel of a frame. Requires 1 to 8 channels and fewer than 2^24 frames.
void apply_gain_ramp(float* interleaved, std::size_t frames, std::size_t channels, GainRamp ramp) noexcept;

/// sum[i] += in[i]·gain.
void mix_add(const float* in, float* sum, std::size_t count, float gain) noexcept;

/// out = from + share·(to − from); `out` may be either input. Requires 1 to 8 channels and fewer than 2^24 frames.
void crossfade(const float* from, const float* to, float* out, std::size_t frames, std::size_t channels,
               GainRamp share) noexcept;

}  // namespace attacca::kernels
