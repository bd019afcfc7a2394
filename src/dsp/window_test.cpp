#include "attacca/dsp/window.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace attacca::dsp {
namespace {

constexpr WindowKind kKinds[] = {WindowKind::rectangular, WindowKind::hann, WindowKind::hamming,
                                 WindowKind::blackman_harris, WindowKind::flat_top};

/// The window's spectrum at any fraction of a bin, relative to its peak.
double level_db(const AlignedBuffer<float>& window, double bin) {
    double re = 0.0, im = 0.0, sum = 0.0;
    for (std::size_t n = 0; n < window.size(); ++n) {
        const double angle = 2.0 * std::numbers::pi * bin * static_cast<double>(n) / static_cast<double>(window.size());
        re += window[n] * std::cos(angle);
        im += window[n] * std::sin(angle);
        sum += window[n];
    }
    return 20.0 * std::log10(std::hypot(re, im) / sum + 1e-12);
}

TEST(Window, IsPeriodicOrSymmetric) {
    for (const WindowKind kind : kKinds) {
        for (const std::size_t length : {2, 7, 64, 253}) {
            const auto periodic = make_window({.kind = kind, .length = length});
            const auto symmetric =
                make_window({.kind = kind, .length = length + 1, .symmetry = WindowSymmetry::symmetric});
            for (std::size_t n = 0; n < length; ++n) {
                ASSERT_FLOAT_EQ(periodic[n], symmetric[n]);
                ASSERT_NEAR(symmetric[n], symmetric[length - n], 1e-6);
            }
        }
        EXPECT_EQ(make_window({.kind = kind, .length = 0}).size(), 0U);
        EXPECT_EQ(make_window({.kind = kind, .length = 1, .symmetry = WindowSymmetry::symmetric}).size(), 1U);
    }
}

TEST(Window, HasItsKnownValues) {
    const auto hann = make_window({.kind = WindowKind::hann, .length = 8});
    EXPECT_NEAR(hann[0], 0.0, 1e-7);
    EXPECT_NEAR(hann[2], 0.5, 1e-7);
    EXPECT_NEAR(hann[4], 1.0, 1e-7);
    EXPECT_NEAR(make_window({.kind = WindowKind::hamming, .length = 8})[0], 0.08, 1e-6);
    EXPECT_NEAR(make_window({.kind = WindowKind::blackman_harris, .length = 8})[0], 0.00006, 1e-6);
}

TEST(Window, HasItsKnownSideLobes) {
    struct Expected {
        WindowKind kind;
        double highest_db;
    };
    for (const auto& [kind, highest_db] :
         {Expected{WindowKind::rectangular, -13.2}, Expected{WindowKind::hann, -31.4},
          Expected{WindowKind::blackman_harris, -92.0}, Expected{WindowKind::flat_top, -70.0}}) {
        const auto window = make_window({.kind = kind, .length = 256});
        double highest = -200.0;
        for (double bin = static_cast<double>(main_lobe_bins(kind)); bin < 30.0; bin += 0.05) {
            highest = std::max(highest, level_db(window, bin));
        }
        EXPECT_LT(highest, highest_db + 0.1) << name(kind);
    }
}

TEST(Window, FlatTopIsFlatBetweenTwoBins) {
    const auto window = make_window({.kind = WindowKind::flat_top, .length = 256});
    for (double bin = 0.0; bin <= 0.5; bin += 0.05) EXPECT_NEAR(level_db(window, bin), 0.0, 0.02);
}

TEST(Window, IsFoundByItsName) {
    for (const WindowKind kind : kKinds) EXPECT_EQ(parse_window(name(kind)).value(), kind);
    const auto refused = parse_window("kaiser");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("blackman-harris"), std::string::npos);
}

}  // namespace
}  // namespace attacca::dsp
