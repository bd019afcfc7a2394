// What is taken for sound: everything else would stay in a filter's memory.
#pragma once

#include <cmath>

namespace attacca::dsp {

/// Beyond +120 dBFS a sample is taken for a fault.
inline constexpr float kLargestSample = 1e6F;

/// The sample; 0 for NaN, infinity and faults.
[[nodiscard]] inline float usable(float sample) noexcept { return std::abs(sample) <= kLargestSample ? sample : 0.0F; }

}  // namespace attacca::dsp
