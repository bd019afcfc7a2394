// Between the sample formats of files and devices and the engine's floats.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attacca::kernels {

// Units      ±1 is full scale: 2^(bits−1) of an integer format, which reaches from −1 to just below 1.
// Threads    Any.
// Real time  All. Spans need no alignment and must not overlap unless they are the same.
// Accuracy   To integer: rounded to the nearest, halves to even; beyond full scale saturated; NaN gives 0.
//            Integers of up to 24 bits come back exactly as they went in.

void u8_to_f32(const std::uint8_t* in, float* out, std::size_t count) noexcept;  ///< 128 is silence.
void i16_to_f32(const std::int16_t* in, float* out, std::size_t count) noexcept;
void i24_to_f32(const std::uint8_t* packed, float* out, std::size_t count) noexcept;  ///< Three bytes, low first.
void i32_to_f32(const std::int32_t* in, float* out, std::size_t count) noexcept;
void f64_to_f32(const double* in, float* out, std::size_t count) noexcept;

void f32_to_u8(const float* in, std::uint8_t* out, std::size_t count) noexcept;
void f32_to_i16(const float* in, std::int16_t* out, std::size_t count) noexcept;
void f32_to_i24(const float* in, std::uint8_t* packed, std::size_t count) noexcept;
void f32_to_f64(const float* in, double* out, std::size_t count) noexcept;

/// Rounds to `bits` and puts them at the top of the 32: `bits` of 24 leaves the low eight zero.
/// Requires 8 to 32 bits.
void f32_to_i32(const float* in, std::int32_t* out, std::size_t count, int bits = 32) noexcept;

}  // namespace attacca::kernels
