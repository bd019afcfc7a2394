// Half the sample rate, by a symmetric half-band filter.
#pragma once

#include <cstddef>

namespace attacca::kernels {

/// The filter: 0.5 in the middle, `arm` at odd distances to each side of it (arm[i] at 2i + 1), zero at even ones.
struct HalfBand {
    const float* arm = nullptr;
    std::size_t taps = 0;  ///< Of one arm.
};

/// Output n is the filter's with evens[n + taps] in its middle; `evens` and `odds` are the input's samples of even and
/// of odd place. Requires count + 2 taps - 1 values of each, and room for `count` in `out`. The same for each output,
/// however many there are.
void halve(const HalfBand& filter, const float* evens, const float* odds, std::size_t count, float* out) noexcept;

}  // namespace attacca::kernels
