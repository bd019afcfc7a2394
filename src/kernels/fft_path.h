// Hands the transforms of the chosen CPU path to the plan.
#pragma once

#include "attacca/kernels/fft.h"

namespace attacca::kernels {

[[nodiscard]] FftPath fft_path();

}  // namespace attacca::kernels
