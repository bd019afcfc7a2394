#include "pitch_window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace attacca::analysis {
namespace {

/// As many samples as the window takes, of these harmonics.
std::vector<float> tone(const PitchWindow& window, double hz, std::initializer_list<int> harmonics,
                        double amplitude = 0.1) {
    std::vector<float> samples(window.frames());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        for (const int h : harmonics) {
            samples[i] += static_cast<float>(
                amplitude * std::sin(2.0 * std::numbers::pi * hz * h * static_cast<double>(i) / 48000.0 + h * h));
        }
    }
    return samples;
}

PitchCandidate best(const PitchWindow& window) {
    std::array<PitchCandidate, 6> found;
    const std::size_t count = window.find(found);
    return count == 0 ? PitchCandidate{}
                      : *std::max_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count),
                                          [](const auto& a, const auto& b) { return a.score < b.score; });
}

TEST(PitchWindow, FindsAndRefinesATone) {
    auto window = *PitchWindow::create({});
    for (double hz = 85.0; hz < 4200.0; hz *= 1.037) {
        window.analyze(tone(window, hz, {1, 2, 3}));
        const auto found = best(window);
        EXPECT_NEAR(found.hz / hz, 1.0, 0.01) << hz;
        EXPECT_GT(found.periodicity, 0.9) << hz;
        // Closer neighbors than eight bins still leak into each other.
        EXPECT_NEAR(1200.0 * std::log2(window.refined(found.hz) / hz), 0.0, hz > 200.0 ? 0.5 : 6.0) << hz;
    }
}

TEST(PitchWindow, MeasuresTheLevelOfASine) {
    auto window = *PitchWindow::create({});
    for (const double amplitude : {1.0, 0.1, 0.001}) {
        window.analyze(tone(window, 440.0, {1}, amplitude));
        EXPECT_NEAR(window.level_db(), 20.0 * std::log10(amplitude), 0.1);
    }
    window.analyze(std::vector<float>(window.frames(), 0.5F));
    EXPECT_LT(window.level_db(), -40.0) << "a constant is no sound";
}

TEST(PitchWindow, FindsNothingInSilence) {
    auto window = *PitchWindow::create({});
    window.analyze(std::vector<float>(window.frames(), 0.0F));
    std::array<PitchCandidate, 6> found;
    EXPECT_EQ(window.find(found), 0U);
    EXPECT_TRUE(std::isfinite(window.level_db()));
}

TEST(PitchWindow, GapsSpeakAgainstACommonRoot) {
    auto window = *PitchWindow::create({});
    window.analyze(tone(window, 200.0, {1, 2, 3, 4, 5, 6}));
    EXPECT_LT(window.gap_cost(200.0), 0.1);
    EXPECT_GT(window.gap_cost(100.0), 0.3);
    window.analyze(tone(window, 150.0, {2, 3, 4, 6, 8, 9}));  // 300 and 450 Hz, three harmonics each.
    EXPECT_GT(window.gap_cost(150.0), 0.2);
    window.analyze(tone(window, 200.0, {2, 3, 4, 5, 6, 7, 8}));
    EXPECT_LT(window.gap_cost(200.0), 0.2) << "only the fundamental is missing";
}

TEST(PitchWindow, RefusesALengthThatNoTransformHas) { EXPECT_FALSE(PitchWindow::create({.lags = 7 * 1024})); }

}  // namespace
}  // namespace attacca::analysis
