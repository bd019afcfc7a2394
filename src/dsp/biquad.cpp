#include "attacca/dsp/biquad.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <numbers>

namespace attacca::dsp {
namespace {

double angle(double frequency_hz, double sample_rate) noexcept {
    return 2.0 * std::numbers::pi * frequency_hz / sample_rate;
}

}  // namespace

double band_q(const Band& band, double sample_rate) noexcept {
    switch (band.width_unit) {
        case WidthUnit::octaves: {
            const double w0 = angle(band.center_hz, sample_rate);
            return 0.5 / std::sinh(std::numbers::ln2 / 2.0 * band.width * w0 / std::sin(w0));
        }
        case WidthUnit::slope: {
            // Far beyond the steepest slope without a bump the formula has no root; there the Q stops growing.
            constexpr double kLeast = 1e-4;
            const double a = std::pow(10.0, band.gain_db / 40.0);
            return 1.0 / std::sqrt(std::max(kLeast, (a + 1.0 / a) * (1.0 / band.width - 1.0) + 2.0));
        }
        case WidthUnit::q:
            break;
    }
    return band.width;
}

BiquadCoefficients design_biquad(const Band& band, double sample_rate) noexcept {
    assert(band.center_hz > 0.0 && band.center_hz < sample_rate / 2.0 && band.width > 0.0);
    const double w0 = angle(band.center_hz, sample_rate);
    const double c = std::cos(w0);
    const double alpha = std::sin(w0) / (2.0 * band_q(band, sample_rate));
    const double a = std::pow(10.0, band.gain_db / 40.0);
    const double beta = 2.0 * std::sqrt(a) * alpha;
    const auto normalized = [](double b0, double b1, double b2, double a0, double a1, double a2) {
        return BiquadCoefficients{b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0};
    };
    const double a0 = 1.0 + alpha;
    const double a1 = -2.0 * c;
    const double a2 = 1.0 - alpha;
    switch (band.kind) {
        case BandKind::low_pass:
            return normalized((1.0 - c) / 2.0, 1.0 - c, (1.0 - c) / 2.0, a0, a1, a2);
        case BandKind::high_pass:
            return normalized((1.0 + c) / 2.0, -(1.0 + c), (1.0 + c) / 2.0, a0, a1, a2);
        case BandKind::band_pass:
            return normalized(alpha, 0.0, -alpha, a0, a1, a2);
        case BandKind::notch:
            return normalized(1.0, a1, 1.0, a0, a1, a2);
        case BandKind::all_pass:
            return normalized(a2, a1, a0, a0, a1, a2);
        case BandKind::low_shelf:
            return normalized(a * ((a + 1.0) - (a - 1.0) * c + beta), 2.0 * a * ((a - 1.0) - (a + 1.0) * c),
                              a * ((a + 1.0) - (a - 1.0) * c - beta), (a + 1.0) + (a - 1.0) * c + beta,
                              -2.0 * ((a - 1.0) + (a + 1.0) * c), (a + 1.0) + (a - 1.0) * c - beta);
        case BandKind::high_shelf:
            return normalized(a * ((a + 1.0) + (a - 1.0) * c + beta), -2.0 * a * ((a - 1.0) + (a + 1.0) * c),
                              a * ((a + 1.0) + (a - 1.0) * c - beta), (a + 1.0) - (a - 1.0) * c + beta,
                              2.0 * ((a - 1.0) - (a + 1.0) * c), (a + 1.0) - (a - 1.0) * c - beta);
        case BandKind::peaking:
            break;
    }
    return normalized(1.0 + alpha * a, a1, 1.0 - alpha * a, 1.0 + alpha / a, a1, 1.0 - alpha / a);
}

double magnitude_db(const BiquadCoefficients& section, double frequency_hz, double sample_rate) noexcept {
    const std::complex<double> z = std::polar(1.0, -angle(frequency_hz, sample_rate));
    const auto numerator = section.b0 + z * (section.b1 + z * section.b2);
    const auto denominator = 1.0 + z * (section.a1 + z * section.a2);
    return 10.0 * std::log10(std::norm(numerator) / std::norm(denominator));
}

}  // namespace attacca::dsp
