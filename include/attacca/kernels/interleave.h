// Between one array of frames and one array for each channel.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attacca::kernels {

// Threads    Any.
// Real time  All. No alignment needed; in and out must not overlap.
// Accuracy   Bit-exact. Requires 1 to 8 channels.

void interleave(const float* const* channels, std::size_t channel_count, std::size_t frames, float* out) noexcept;
void interleave(const std::int32_t* const* channels, std::size_t channel_count, std::size_t frames,
                std::int32_t* out) noexcept;

void deinterleave(const float* in, std::size_t channel_count, std::size_t frames, float* const* channels) noexcept;
void deinterleave(const std::int32_t* in, std::size_t channel_count, std::size_t frames,
                  std::int32_t* const* channels) noexcept;

}  // namespace attacca::kernels
