// The inner loops of taking a spectrum apart into the rows of a dictionary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace attacca::kernels {

/// Rows start at multiples of this, and their stride is one.
inline constexpr std::size_t kRowGranule = 16;

/// Spectra one after another, each of `stride` values, as the upper halves of floats: half the memory to read. Row r is
/// zero before first[r] and from last[r] on, both multiples of kRowGranule.
struct SpectralRows {
    const std::uint16_t* values = nullptr;
    std::size_t stride = 0;
    const std::uint32_t* first = nullptr;
    const std::uint32_t* last = nullptr;
};

/// The upper half of a float, rounded: relatively 0.4 % off at most. Not for NaN.
[[nodiscard]] std::uint16_t to_row_value(float value) noexcept;

/// mix = the sum of weights[i] times row chosen[i]. Requires as many weights as rows, and `stride` values in `mix`.
void mix_rows(const SpectralRows& rows, std::span<const std::uint32_t> chosen, const float* weights,
              float* mix) noexcept;

/// products[i] = the sum of row chosen[i] times `spectrum`, value by value.
void correlate_rows(const SpectralRows& rows, std::span<const std::uint32_t> chosen, const float* spectrum,
                    float* products) noexcept;

/// ratios[k] = target[k] / (mix[k] + floor). Requires a count that is a multiple of kRowGranule.
void divide_spectra(const float* target, const float* mix, std::size_t count, float floor, float* ratios) noexcept;

/// magnitudes[k] = powers[k] to the power `exponent`. Requires a count that is a multiple of kRowGranule.
void compress_powers(const float* powers, std::size_t count, float exponent, float* magnitudes) noexcept;

/// What Kullback and Leibler's divergence of `mix` from `spectrum` would grow by if `part` were left out of it, in the
/// places where the part is at least 3 % of the mix; the rest counts as 2 % of it at least. Same requirement.
[[nodiscard]] float loss_without(const float* spectrum, const float* mix, const float* part,
                                 std::size_t count) noexcept;

}  // namespace attacca::kernels
