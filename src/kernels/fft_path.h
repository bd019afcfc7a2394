// Hands the transforms of the chosen CPU path to the plan.
#pragma once

#include "attacca/kernels/fft.h"

namespace attacca::kernels {

[[nodiscard]] FftPath fft_path();

/// Where size goes before speed, the first pass only reads: butterflies for each way to read would be nearly half of
/// the transforms' code.
#ifdef __OPTIMIZE_SIZE__
inline constexpr bool kFirstPassOnlyReads = true;
#else
inline constexpr bool kFirstPassOnlyReads = false;
#endif

}  // namespace attacca::kernels
