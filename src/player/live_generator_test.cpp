#include "attacca/player/live_generator.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <numbers>
#include <thread>
#include <vector>

namespace attacca::player {
namespace {

using namespace std::chrono_literals;

constexpr double kRate = 48000.0;

LiveGeneratorSpec sine(double frequency_hz) {
    return {.signal = {.frequency_hz = frequency_hz, .level_db = -6.0}, .device = "null", .block_frames = 256};
}

/// So many frames of the left channel.
std::vector<float> heard(LiveGenerator& generator, std::size_t frames) {
    std::vector<float> left;
    std::vector<float> block(2 * 512);
    for (const auto limit = std::chrono::steady_clock::now() + 20s;
         left.size() < frames && std::chrono::steady_clock::now() < limit;) {
        const std::size_t some = generator.take_sound({block, 2});
        for (std::size_t i = 0; i < some; ++i) left.push_back(block[2 * i]);
        if (some == 0) std::this_thread::yield();
    }
    EXPECT_GE(left.size(), frames);
    return left;
}

float greatest_step(const std::vector<float>& samples) {
    float greatest = 0.0F;
    for (std::size_t i = 1; i < samples.size(); ++i)
        greatest = std::max(greatest, std::abs(samples[i] - samples[i - 1]));
    return greatest;
}

/// Of a sine at full level, from one sample to the next.
float steepest(double frequency_hz) {
    return static_cast<float>(0.5012 * 2.0 * std::sin(std::numbers::pi * frequency_hz / kRate));
}

TEST(LiveGenerator, BeginsWithoutAClickAndReachesItsLevel) {
    auto generator = LiveGenerator::start(sine(440.0));
    ASSERT_TRUE(generator) << generator.error().detail;
    EXPECT_EQ((*generator)->channels(), 2U);
    EXPECT_EQ((*generator)->sample_rate(), kRate);
    const auto samples = heard(**generator, 4800);
    EXPECT_LT(std::abs(samples.front()), 0.01F);
    EXPECT_LE(greatest_step(samples), 1.1F * steepest(440.0));
    EXPECT_NEAR(*std::max_element(samples.end() - 2000, samples.end()), 0.5012F, 0.001F);
}

TEST(LiveGenerator, ChangesItsFrequencyWithoutAClick) {
    auto generator = LiveGenerator::start(sine(200.0));
    ASSERT_TRUE(generator);
    (void)heard(**generator, 2400);
    for (const double frequency_hz : {250.0, 300.0, 900.0, 400.0}) {
        ASSERT_TRUE((*generator)->set_signal(sine(frequency_hz).signal));
        EXPECT_LE(greatest_step(heard(**generator, 2400)), 1.3F * steepest(900.0)) << frequency_hz;
    }
}

TEST(LiveGenerator, KeepsSoundingWhereASettingCannotBe) {
    auto generator = LiveGenerator::start(sine(440.0));
    ASSERT_TRUE(generator);
    const auto refused = (*generator)->set_signal({.frequency_hz = -3.0});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("-3"), std::string::npos) << refused.error().detail;
    const auto samples = heard(**generator, 9600);
    EXPECT_GT(*std::max_element(samples.end() - 2000, samples.end()), 0.4F);
}

TEST(LiveGenerator, BeginsASweepAnew) {
    auto spec = sine(100.0);
    spec.signal.kind = dsp::SignalKind::log_sweep;
    spec.signal.end_hz = 2000.0;
    spec.signal.duration_s = 0.05;
    auto generator = LiveGenerator::start(spec);
    ASSERT_TRUE(generator) << generator.error().detail;
    const auto samples = heard(**generator, 9600);
    EXPECT_GT(*std::max_element(samples.end() - 4800, samples.end()), 0.4F);
}

TEST(LiveGenerator, NamesADeviceThatIsNotThere) {
    auto spec = sine(440.0);
    spec.device = "nowhere";
    const auto generator = LiveGenerator::start(spec);
    ASSERT_FALSE(generator);
    EXPECT_NE(generator.error().detail.find("nowhere"), std::string::npos);
}

}  // namespace
}  // namespace attacca::player
