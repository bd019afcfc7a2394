#include "attacca/dsp/biquad.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "dsp/band_design.h"

namespace attacca::dsp {
namespace {

using Complex = std::complex<double>;

constexpr BandKind kKinds[] = {BandKind::peaking,   BandKind::low_shelf, BandKind::high_shelf, BandKind::low_pass,
                               BandKind::high_pass, BandKind::notch,     BandKind::band_pass,  BandKind::all_pass};

// The cookbook's analog prototypes. The bilinear transform maps a digital frequency w to the analog frequency
// tan(w/2) / tan(w0/2), so evaluating them there tests the digital coefficients without deriving them again.
Complex analog_response(const Band& band, double q, double frequency_hz, double sample_rate) {
    const double pi = std::numbers::pi;
    const Complex s(0.0, std::tan(pi * frequency_hz / sample_rate) / std::tan(pi * band.center_hz / sample_rate));
    const double a = std::pow(10.0, band.gain_db / 40.0);
    const double root = std::sqrt(a);
    const Complex denominator = s * s + s / q + 1.0;
    switch (band.kind) {
        case BandKind::low_pass:
            return 1.0 / denominator;
        case BandKind::high_pass:
            return s * s / denominator;
        case BandKind::band_pass:
            return s / q / denominator;
        case BandKind::notch:
            return (s * s + 1.0) / denominator;
        case BandKind::all_pass:
            return (s * s - s / q + 1.0) / denominator;
        case BandKind::low_shelf:
            return a * (s * s + root / q * s + a) / (a * s * s + root / q * s + 1.0);
        case BandKind::high_shelf:
            return a * (a * s * s + root / q * s + 1.0) / (s * s + root / q * s + a);
        case BandKind::peaking:
            break;
    }
    return (s * s + s * a / q + 1.0) / (s * s + s / (a * q) + 1.0);
}

// C·(zI − I − A)⁻¹·B + D.
Complex response(const StateSpace& m, double frequency_hz, double sample_rate) {
    const Complex z = std::polar(1.0, 2.0 * std::numbers::pi * frequency_hz / sample_rate) - 1.0;
    const Complex p = z - m.a11, q = z - m.a22;
    const Complex determinant = p * q - m.a12 * m.a21;
    return (m.c1 * (q * m.b1 + m.a12 * m.b2) + m.c2 * (m.a21 * m.b1 + p * m.b2)) / determinant + m.d;
}

double to_db(Complex gain) { return 20.0 * std::log10(std::abs(gain)); }

template <class Check>
void for_each_setting(Check check) {
    for (const double sample_rate : {44100.0, 48000.0, 96000.0, 192000.0}) {
        for (const BandKind kind : kKinds) {
            for (const double center_hz : {20.0, 60.0, 1000.0, 7680.0, 18000.0}) {
                for (const double gain_db : {-40.0, -6.0, 0.0, 3.0, 40.0}) {
                    for (const double q : {0.1, 0.7071, 4.0, 30.0}) {
                        check(Band{.kind = kind, .center_hz = center_hz, .gain_db = gain_db, .width = q}, sample_rate);
                    }
                }
            }
        }
    }
}

TEST(Biquad, HasTheResponseOfTheCookbooksAnalogPrototype) {
    for_each_setting([](const Band& band, double sample_rate) {
        const auto section = design_biquad(band, sample_rate);
        for (double hz = 20.0; hz < 20000.0; hz *= 1.37) {
            const double expected = to_db(analog_response(band, band.width, hz, sample_rate));
            if (expected < -100.0) continue;  // The bottom of a notch: nothing but rounding.
            ASSERT_NEAR(magnitude_db(section, hz, sample_rate), expected, 1e-3)
                << static_cast<int>(band.kind) << " at " << band.center_hz << " Hz, Q " << band.width;
        }
    });
}

TEST(BandDesign, StateSpaceHasTheBiquadsResponse) {
    for_each_setting([](const Band& band, double sample_rate) {
        const auto matrix = design_state_space(band, sample_rate);
        for (double hz = 20.0; hz < 20000.0; hz *= 1.37) {
            const Complex expected = analog_response(band, band.width, hz, sample_rate);
            ASSERT_LT(std::abs(response(matrix, hz, sample_rate) - expected), 1e-9 * std::max(1.0, std::abs(expected)))
                << static_cast<int>(band.kind) << " at " << band.center_hz << " Hz, Q " << band.width;
        }
    });
}

// |T·s| <= |s| for T = I + A means that I - TᵀT has no negative eigenvalue.
TEST(BandDesign, NoTransitionLengthensTheState) {
    constexpr double kRounding = 1e-14;
    for_each_setting([](const Band& band, double sample_rate) {
        const auto m = design_state_space(band, sample_rate);
        const double p = -(2 * m.a11 + m.a11 * m.a11 + m.a21 * m.a21);
        const double q = -(m.a12 + m.a21 + m.a11 * m.a12 + m.a21 * m.a22);
        const double r = -(2 * m.a22 + m.a22 * m.a22 + m.a12 * m.a12);
        ASSERT_GE(p + r, -kRounding) << static_cast<int>(band.kind);
        ASSERT_GE(p * r - q * q, -kRounding) << static_cast<int>(band.kind);
    });
}

TEST(BandQ, OctavesAreTheDistanceOfTheHalfPowerPoints) {
    const Band band{.kind = BandKind::band_pass, .center_hz = 1000, .width = 1, .width_unit = WidthUnit::octaves};
    const auto section = design_biquad(band, 48000);
    EXPECT_NEAR(magnitude_db(section, 1000, 48000), 0.0, 1e-9);
    EXPECT_NEAR(magnitude_db(section, 1000 / std::sqrt(2.0), 48000), -3.01, 0.05);
    EXPECT_NEAR(magnitude_db(section, 1000 * std::sqrt(2.0), 48000), -3.01, 0.05);
}

TEST(BandQ, SlopeOneIsTheButterworthShelf) {
    EXPECT_NEAR(band_q({.kind = BandKind::low_shelf, .gain_db = 9, .width = 1, .width_unit = WidthUnit::slope}, 48000),
                std::numbers::sqrt2 / 2, 1e-12);
    const Band steep{.kind = BandKind::low_shelf, .gain_db = 9, .width = 50, .width_unit = WidthUnit::slope};
    EXPECT_TRUE(std::isfinite(band_q(steep, 48000)));
}

TEST(Biquad, AGainOfZeroIsNothing) {
    for (const BandKind kind : {BandKind::peaking, BandKind::low_shelf, BandKind::high_shelf}) {
        const auto m = design_state_space({.kind = kind, .center_hz = 500, .gain_db = 0, .width = 1}, 48000);
        EXPECT_EQ(m.c1, 0.0);
        EXPECT_EQ(m.c2, 0.0);
        EXPECT_EQ(m.d, 1.0);
    }
}

}  // namespace
}  // namespace attacca::dsp
