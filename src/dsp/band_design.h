// A band as a trapezoidal state-variable filter in double precision: what BandMatrix is rounded from.
#pragma once

#include "attacca/dsp/biquad.h"

namespace attacca::dsp {

/// s ← s + A·s + B·x,  y = C·s + D·x.
struct StateSpace {
    double a11 = 0, a12 = 0, a21 = 0, a22 = 0;
    double b1 = 0, b2 = 0;
    double c1 = 0, c2 = 0;
    double d = 1;
};

/// The same transfer function as design_biquad. Requires what that does.
[[nodiscard]] StateSpace design_state_space(const Band& band, double sample_rate) noexcept;

}  // namespace attacca::dsp
