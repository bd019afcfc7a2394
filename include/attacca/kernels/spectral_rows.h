// The inner loops of taking a spectrum apart into the rows of a dictionary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace attacca::kernels {

/// Rows start at multiples of this, and their stride is one.
inline constexpr std::size_t kRowGranule = 16;

/// Spectra one after another, each of `stride` values. Row r is zero before first[r], a multiple of kRowGranule.
struct SpectralRows {
    const float* values = nullptr;
    std::size_t stride = 0;
    const std::uint32_t* first = nullptr;
};

/// mix = the sum of weights[i] times row chosen[i]. Requires as many weights as rows, and `stride` values in `mix`.
void mix_rows(const SpectralRows& rows, std::span<const std::uint32_t> chosen, const float* weights,
              float* mix) noexcept;

/// products[i] = the sum of row chosen[i] times `spectrum`, value by value.
void correlate_rows(const SpectralRows& rows, std::span<const std::uint32_t> chosen, const float* spectrum,
                    float* products) noexcept;

/// ratios[k] = target[k] / (mix[k] + floor). Requires a count that is a multiple of kRowGranule.
void divide_spectra(const float* target, const float* mix, std::size_t count, float floor, float* ratios) noexcept;

}  // namespace attacca::kernels
