#include "frequency_spread.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace attacca::picture {
namespace {

constexpr std::size_t kBins = 4097;
constexpr double kBinHz = 24000.0 / (kBins - 1);

std::vector<double> bins_hz() {
    std::vector<double> frequencies;
    for (std::size_t bin = 0; bin < kBins; ++bin) frequencies.push_back(kBinHz * static_cast<double>(bin));
    return frequencies;
}

/// One bin stands out of the floor.
std::vector<float> tone(double frequency_hz, float level_db) {
    std::vector<float> levels(kBins, -120.0F);
    levels[static_cast<std::size_t>(std::lround(frequency_hz / kBinHz))] = level_db;
    return levels;
}

TEST(FrequencySpread, IsLogarithmicBetweenTheLimitsOfHearing) {
    const FrequencySpread spread(bins_hz(), 300);
    EXPECT_NEAR(spread.scale().place(20.0), 0.0, 1e-9);
    EXPECT_NEAR(spread.scale().place(200.0), 100.0, 1e-9);
    EXPECT_NEAR(spread.scale().place(20000.0), 300.0, 1e-9);
    EXPECT_NEAR(spread.scale().frequency_at(200.0), 2000.0, 1e-6);
}

TEST(FrequencySpread, EndsWhereTheSpectrumEnds) {
    const std::vector<double> frequencies{100.0, 1000.0, 4000.0};
    const FrequencySpread spread(frequencies, 64);
    EXPECT_NEAR(spread.scale().place(100.0), 0.0, 1e-9);
    EXPECT_NEAR(spread.scale().place(4000.0), 64.0, 1e-9);
    EXPECT_FALSE(spread.scale().holds(50.0));
    EXPECT_TRUE(spread.scale().holds(100.0));
    EXPECT_FALSE(spread.scale().holds(5000.0));
}

TEST(FrequencySpread, NoNarrowPeakIsLostAndBetweenBinsItIsALine) {
    const FrequencySpread spread(bins_hz(), 100);
    std::vector<float> pixels(100);
    for (const double frequency_hz : {500.0, 3000.0, 11111.0, 19000.0}) {
        spread.spread(tone(frequency_hz, -7.0F), pixels);
        const auto highest = std::max_element(pixels.begin(), pixels.end());
        EXPECT_EQ(*highest, -7.0F);
        EXPECT_NEAR(static_cast<double>(highest - pixels.begin()), spread.scale().place(frequency_hz) - 0.5, 1.0);
    }
    std::vector<float> slope(kBins);
    for (std::size_t bin = 0; bin < kBins; ++bin) slope[bin] = -static_cast<float>(bin);
    const FrequencySpread fine(bins_hz(), 10000);
    pixels.resize(10000);
    fine.spread(slope, pixels);
    EXPECT_NEAR(pixels[0], -20.0 / kBinHz, 0.01);
    EXPECT_TRUE(std::is_sorted(pixels.rbegin(), pixels.rend()));
}

}  // namespace
}  // namespace attacca::picture
