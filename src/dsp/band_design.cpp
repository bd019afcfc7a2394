#include "dsp/band_design.h"

#include <cassert>
#include <cmath>
#include <numbers>

namespace attacca::dsp {
namespace {

// The analog filter with integrator gain g and damping k, of which the output is
// in·x + band·(band-pass) + low·(low-pass).
struct Prototype {
    double g, k;
    double in, band, low;
};

Prototype prototype(const Band& band, double sample_rate) noexcept {
    const double g = std::tan(std::numbers::pi * band.center_hz / sample_rate);
    const double k = 1.0 / band_q(band, sample_rate);
    const double a = std::pow(10.0, band.gain_db / 40.0);
    switch (band.kind) {
        case BandKind::low_pass:
            return {g, k, 0.0, 0.0, 1.0};
        case BandKind::high_pass:
            return {g, k, 1.0, -k, -1.0};
        case BandKind::band_pass:
            return {g, k, 0.0, k, 0.0};
        case BandKind::notch:
            return {g, k, 1.0, -k, 0.0};
        case BandKind::all_pass:
            return {g, k, 1.0, -2.0 * k, 0.0};
        case BandKind::low_shelf:
            return {g / std::sqrt(a), k, 1.0, k * (a - 1.0), a * a - 1.0};
        case BandKind::high_shelf:
            return {g * std::sqrt(a), k, a * a, k * (1.0 - a) * a, 1.0 - a * a};
        case BandKind::peaking:
            break;
    }
    return {g, k / a, 1.0, k / a * (a * a - 1.0), 0.0};
}

}  // namespace

StateSpace design_state_space(const Band& band, double sample_rate) noexcept {
    assert(band.center_hz > 0.0 && band.center_hz < sample_rate / 2.0 && band.width > 0.0);
    const Prototype p = prototype(band, sample_rate);
    const double a1 = 1.0 / (1.0 + p.g * (p.g + p.k));
    const double a2 = p.g * a1;
    const double a3 = p.g * a2;
    return {.a11 = -2.0 * a2 * (p.g + p.k),
            .a12 = -2.0 * a2,
            .a21 = 2.0 * a2,
            .a22 = -2.0 * a3,
            .b1 = 2.0 * a2,
            .b2 = 2.0 * a3,
            .c1 = p.band * a1 + p.low * a2,
            .c2 = p.low * (1.0 - a3) - p.band * a2,
            .d = p.in + p.band * a2 + p.low * a3};
}

}  // namespace attacca::dsp
