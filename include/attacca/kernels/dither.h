// To integers with triangular dither: the error becomes noise that does not follow the sound.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attacca::kernels {

/// Dither of one sample: the sum of two values uniform in ±1/2, in steps of the last bit kept. Its variance is 1/6,
/// that of the rounded result's error 1/4, whatever the sound.
///
/// Accuracy   Uniform values in steps of 2^-16. A hash of `index`: the same in every run and on every CPU path.
/// Source     Lipshitz, Wannamaker, Vanderkooy: Quantization and Dither, a Theoretical Survey (1992); hash: lowbias32.
[[nodiscard]] double triangular_dither(std::uint32_t index) noexcept;

// Each adds triangular_dither(first + i) to sample i before it rounds as its counterpart in convert.h does: a stream
// in blocks gives what one call gives if `first` counts on, over channels too, and wraps at 2^32.
//
// Threads    Any.
// Real time  All. Spans need no alignment and must not overlap; f32_to_i32_dithered works in place.

void f32_to_i16_dithered(const float* in, std::int16_t* out, std::size_t count, std::uint32_t first) noexcept;
void f32_to_i24_dithered(const float* in, std::uint8_t* packed, std::size_t count, std::uint32_t first) noexcept;

/// Rounds to `bits` and puts them at the top of the 32. Requires 8 to 24 bits.
void f32_to_i32_dithered(const float* in, std::int32_t* out, std::size_t count, int bits, std::uint32_t first) noexcept;

}  // namespace attacca::kernels
