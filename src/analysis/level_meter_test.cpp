#include "attacca/analysis/level_meter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

namespace attacca::analysis {
namespace {

std::vector<float> sine(double hz, double level, std::size_t frames) {
    std::vector<float> samples(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        samples[i] =
            static_cast<float>(level * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / 48000.0));
    }
    return samples;
}

TEST(LevelMeter, ReadsASineAndASquare) {
    LevelMeter meter({.channels = 1});
    meter.process({sine(1000.0, 0.5, 4 * 48000), 1});
    EXPECT_NEAR(meter.levels().channels[0].peak_db, -6.02, 0.01);
    EXPECT_NEAR(meter.levels().channels[0].held_db, -6.02, 0.01);
    EXPECT_NEAR(meter.levels().channels[0].rms_db, -9.03, 0.02);
    EXPECT_NEAR(meter.levels().channels[0].true_peak_db, -6.02, 0.02);

    auto square = sine(100.0, 1.0, 4 * 48000);
    for (float& x : square) x = x < 0.0F ? -1.0F : 1.0F;
    meter.reset();
    meter.process({square, 1});
    EXPECT_NEAR(meter.levels().channels[0].rms_db, 0.0, 0.01);
    EXPECT_GT(meter.levels().channels[0].true_peak_db, 0.5) << "a square rings between its samples";
}

TEST(LevelMeter, LetsThePeakFallAtItsPaceAndHoldsItFirst) {
    LevelMeter meter({.channels = 1, .fall_db_per_s = 20.0, .hold_ms = 1000.0});
    const float click[] = {1.0F};
    meter.process({click, 1});
    EXPECT_EQ(meter.levels().channels[0].peak_db, 0.0F) << "at once, within the slice";
    const std::vector<float> half_second(24000);
    meter.process({half_second, 1});
    EXPECT_NEAR(meter.levels().channels[0].peak_db, -10.0, 0.1);
    EXPECT_EQ(meter.levels().channels[0].held_db, 0.0F);
    meter.process({half_second, 1});
    meter.process({half_second, 1});
    EXPECT_NEAR(meter.levels().channels[0].peak_db, -30.0, 0.1);
    EXPECT_NEAR(meter.levels().channels[0].held_db, -30.0, 0.1) << "held for a second, then shown as it is";
    for (int i = 0; i < 12; ++i) meter.process({half_second, 1});
    EXPECT_EQ(meter.levels().channels[0].peak_db, -120.0F);
}

TEST(LevelMeter, SettlesTheRmsWithItsTimeConstant) {
    LevelMeter meter({.channels = 1, .rms_ms = 300.0});
    const std::vector<float> ones(14400, 1.0F);
    meter.process({ones, 1});
    EXPECT_NEAR(meter.levels().channels[0].rms_db, 10.0 * std::log10(1.0 - std::exp(-1.0)), 0.02);
}

TEST(LevelMeter, KeepsChannelsApart) {
    LevelMeter meter({.channels = 8});
    std::vector<float> frames(8 * 4800);
    for (std::size_t i = 0; i < frames.size(); ++i) frames[i] = static_cast<float>(std::pow(0.5, i % 8));
    meter.process({frames, 8});
    const Levels levels = meter.levels();
    ASSERT_EQ(levels.channel_count, 8U);
    for (std::size_t c = 0; c < 8; ++c) {
        EXPECT_NEAR(levels.channels[c].peak_db, -6.0206 * static_cast<double>(c), 0.001);
    }
}

TEST(LevelMeter, GivesTheSameInBlocksOfAnySize) {
    std::mt19937 random(2);
    std::normal_distribution<float> normal(0.0F, 0.2F);
    std::vector<float> samples(2 * 20000);
    for (float& x : samples) x = normal(random);
    LevelMeter at_once({});
    at_once.process({samples, 2});
    LevelMeter in_parts({});
    in_parts.process({std::span(samples).first(200), 2});
    in_parts.reset();
    const std::size_t sizes[] = {1, 0, 7, 64, 253, 1000};
    std::size_t done = 0;
    for (std::size_t turn = 0; done < 20000; ++turn) {
        const std::size_t frames = std::min(sizes[turn % std::size(sizes)], 20000 - done);
        in_parts.process({std::span(samples).subspan(2 * done, 2 * frames), 2});
        done += frames;
    }
    for (std::size_t c = 0; c < 2; ++c) {
        const ChannelLevel a = at_once.levels().channels[c];
        const ChannelLevel b = in_parts.levels().channels[c];
        EXPECT_EQ(a.peak_db, b.peak_db);
        EXPECT_EQ(a.held_db, b.held_db);
        EXPECT_EQ(a.true_peak_db, b.true_peak_db);
        EXPECT_NEAR(a.rms_db, b.rms_db, 1e-4);
    }
}

TEST(LevelMeter, CountsWhatIsNoNumberAsSilence) {
    LevelMeter clean({.channels = 2});
    LevelMeter meter({.channels = 2});
    auto samples = sine(997.0, 0.5, 2 * 4800);
    samples[1000] = samples[1001] = samples[2002] = 0.0F;
    clean.process({samples, 2});
    samples[1000] = std::numeric_limits<float>::quiet_NaN();
    samples[1001] = std::numeric_limits<float>::infinity();
    samples[2002] = -3e38F;
    meter.process({samples, 2});
    for (std::size_t c = 0; c < 2; ++c) {
        EXPECT_EQ(meter.levels().channels[c].peak_db, clean.levels().channels[c].peak_db);
        EXPECT_NEAR(meter.levels().channels[c].rms_db, clean.levels().channels[c].rms_db, 1e-4);
        EXPECT_EQ(meter.levels().channels[c].true_peak_db, clean.levels().channels[c].true_peak_db);
    }
}

TEST(LevelMeter, ReadsTheFloorForSilenceAndNoFrames) {
    LevelMeter meter({});
    meter.process({});
    EXPECT_EQ(meter.levels().channels[1].peak_db, -120.0F);
    EXPECT_EQ(meter.levels().channels[1].rms_db, -120.0F);
    EXPECT_EQ(meter.levels().channels[1].true_peak_db, -120.0F);
    EXPECT_EQ(meter.levels().channel_count, 2U);
}

}  // namespace
}  // namespace attacca::analysis
