#include "pitch_residue.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace attacca::analysis {
namespace {

constexpr std::size_t kLength = 8000;

/// Harmonics 1 and 2 of a period, and a constant.
std::vector<float> tone(double period, double amplitude = 0.3, double constant = 0.0) {
    std::vector<float> samples(kLength);
    for (std::size_t i = 0; i < kLength; ++i) {
        const double turns = 2.0 * std::numbers::pi * static_cast<double>(i) / period;
        samples[i] = static_cast<float>(constant + amplitude * (std::sin(turns) + std::sin(2.0 * turns + 1.0)));
    }
    return samples;
}

TEST(PitchResidue, TheRightPeriodExplainsATone) {
    for (const double period : {40.0, 109.1, 436.36, 1468.0}) {
        const auto samples = tone(period, 0.3, 0.5);
        for (const double direction : {1.0, -1.0}) {
            const auto match = match_period(samples.data() + kLength / 2, direction * period, 1480);
            EXPECT_NEAR(match.power, 0.09, 0.02) << "without its constant: " << period;
            EXPECT_LT(match.difference, 2e-4) << period;
            const auto wrong = match_period(samples.data() + kLength / 2, direction * period * 1.06, 1480);
            EXPECT_GT(wrong.difference, 0.01) << period;
        }
    }
}

TEST(PitchResidue, OfNoiseAllDiffers) {
    std::mt19937 random(5);
    std::normal_distribution<float> normal(0.0F, 0.1F);
    std::vector<float> samples(kLength);
    for (float& sample : samples) sample = normal(random);
    const auto match = match_period(samples.data() + kLength / 2, 300.0, 1600);
    EXPECT_NEAR(match.power, 0.01, 0.001);
    EXPECT_NEAR(match.difference / match.power, 2.0, 0.2);
}

TEST(PitchResidue, LooksWhereThePeriodPoints) {
    auto samples = tone(100.0);
    std::fill(samples.begin() + 2100, samples.end(), 0.0F);
    EXPECT_LT(match_period(samples.data() + 1900, -100.0, 320).difference, 1e-4) << "before";
    EXPECT_GT(match_period(samples.data() + 1900, 100.0, 320).difference, 0.01) << "after";
}

TEST(PitchResidue, LeavesWhatSoundsBeside) {
    auto samples = tone(200.3);
    std::vector<float> residue(1000);
    subtract_period(samples.data() + 4000, 200.3, residue);
    for (const float left : residue) EXPECT_NEAR(left, 0.0F, 1e-3F);
    const auto other = tone(130.0, 0.02);
    for (std::size_t i = 0; i < kLength; ++i) samples[i] += other[i];
    subtract_period(samples.data() + 4000, 200.3, residue);
    EXPECT_LT(match_period(residue.data() + 400, 130.0, 320).difference, 1e-5);
    EXPECT_GT(match_period(residue.data() + 400, 130.0, 320).power, 1e-4);
}

}  // namespace
}  // namespace attacca::analysis
