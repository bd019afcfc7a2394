#include "attacca/dsp/limiter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "dsp/loud_signals_test.h"
#include "dsp/true_peak_reference.h"

namespace attacca::dsp {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

std::vector<float> noise(std::size_t count, float level) {
    std::mt19937 random(5);
    std::uniform_real_distribution<float> uniform(-level, level);
    std::vector<float> samples(count);
    for (float& sample : samples) sample = uniform(random);
    return samples;
}

class LimiterAtRate : public testing::TestWithParam<double> {};

TEST_P(LimiterAtRate, KeepsTheTruePeakBelowItsCeiling) {
    for (const Signal& signal : loud_signals(GetParam())) {
        Limiter limiter({.sample_rate = GetParam(), .channels = 1});
        auto samples = rendered(signal, GetParam(), 5000);
        samples.resize(samples.size() + 2 * limiter.latency_frames());
        limiter.process({samples, 1});
        const double true_peak_db = 20.0 * std::log10(reference_true_peak(samples));
        EXPECT_LT(true_peak_db, -1.0) << signal.name;
        EXPECT_GT(true_peak_db, -3.5) << signal.name << ": held down more than it needs";
    }
}
INSTANTIATE_TEST_SUITE_P(Rates, LimiterAtRate, testing::Values(44100.0, 48000.0, 96000.0, 192000.0));

TEST(Limiter, PassesWhatIsQuietEnoughBitForBit) {
    Limiter limiter({.channels = 2});
    const auto input = noise(20000, 0.25F);
    auto output = input;
    limiter.process({output, 2});
    const std::size_t delay = 2 * limiter.latency_frames();
    for (std::size_t i = 0; i < delay; ++i) ASSERT_EQ(output[i], 0.0F);
    for (std::size_t i = delay; i < output.size(); ++i) ASSERT_EQ(output[i], input[i - delay]);
    EXPECT_EQ(limiter.take_reduction_db(), 0.0F);
}

TEST(Limiter, ReturnsToExactlyOneAfterAPeak) {
    Limiter limiter({.channels = 1});
    auto input = noise(3 * 48000, 0.2F);
    input[100] = 15.0F;
    auto output = input;
    limiter.process({output, 1});
    EXPECT_LT(limiter.take_reduction_db(), -23.0F);
    EXPECT_EQ(limiter.take_reduction_db(), 0.0F);
    const std::size_t delay = limiter.latency_frames();
    EXPECT_NE(output[20000], input[20000 - delay]);
    for (std::size_t i = 2 * 48000; i < output.size(); ++i) ASSERT_EQ(output[i], input[i - delay]) << i;
}

TEST(Limiter, MovesItsGainWithoutAStep) {
    Limiter limiter({.channels = 2});
    std::vector<float> samples(2 * 24000, 0.1F);
    for (std::size_t i = 9000; i < 9100; ++i) samples[2 * i] = 8.0F;
    limiter.process({samples, 2});
    // The other channel shows the gain alone: 0.1 from the first to the last frame but for the dip.
    for (std::size_t i = limiter.latency_frames() + 1; i < 24000; ++i) {
        const double step_db = 20.0 * std::log10(samples[2 * i + 1] / samples[2 * i - 1]);
        ASSERT_LT(std::abs(step_db), 0.75) << i;
    }
}

TEST(Limiter, SharesOneGainBetweenChannels) {
    Limiter limiter({.channels = 3});
    auto input = noise(3 * 6000, 2.0F);
    auto output = input;
    limiter.process({output, 3});
    const std::size_t delay = 3 * limiter.latency_frames();
    for (std::size_t i = delay; i < output.size(); i += 3) {
        const float gain = output[i] / input[i - delay];
        ASSERT_NEAR(output[i + 1], gain * input[i + 1 - delay], 1e-5);
        ASSERT_NEAR(output[i + 2], gain * input[i + 2 - delay], 1e-5);
    }
}

TEST(Limiter, GivesTheSameInBlocksOfAnySize) {
    for (const std::size_t channels : {1, 2, 8}) {
        auto whole = noise(channels * 9000, 0.2F);
        for (std::size_t i = channels * 3000; i < channels * 3500; ++i) whole[i] *= 9.0F;
        auto parts = whole;
        Limiter at_once({.channels = channels});
        at_once.process({whole, channels});
        Limiter in_parts({.channels = channels});
        const std::size_t sizes[] = {1, 0, 7, 64, 253, 1024, 13};
        std::size_t done = 0;
        for (std::size_t turn = 0; done < 9000; ++turn) {
            const std::size_t frames = std::min(sizes[turn % std::size(sizes)], 9000 - done);
            in_parts.process({std::span(parts).subspan(done * channels, frames * channels), channels});
            done += frames;
        }
        EXPECT_EQ(whole, parts) << channels;
    }
}

TEST(Limiter, TakesWhatIsNoNumberAsSilence) {
    Limiter limiter({.channels = 2});
    auto bad = noise(2 * 4000, 0.5F);
    auto clean = bad;
    for (const std::size_t place : {10, 1501, 1502, 5000}) {
        bad[place] = place % 2 == 0 ? kNaN : -std::numeric_limits<float>::infinity();
        clean[place] = 0.0F;
    }
    bad[7000] = 1e30F;
    clean[7000] = 0.0F;
    limiter.process({bad, 2});
    Limiter fresh({.channels = 2});
    fresh.process({clean, 2});
    EXPECT_EQ(bad, clean);
    EXPECT_EQ(limiter.rejected_samples(), 5U);
    EXPECT_EQ(fresh.rejected_samples(), 0U);
}

TEST(Limiter, IsAsNewAfterReset) {
    Limiter used({.channels = 2});
    auto loud = noise(2 * 5000, 30.0F);
    used.process({loud, 2});
    used.reset();
    EXPECT_EQ(used.take_reduction_db(), 0.0F);
    auto first = noise(2 * 5000, 1.5F);
    auto second = first;
    used.process({first, 2});
    Limiter fresh({.channels = 2});
    fresh.process({second, 2});
    EXPECT_EQ(first, second);
}

TEST(Limiter, SwitchedOffKeepsTheDelayAndReturnsSmoothly) {
    Limiter limiter({.channels = 1});
    std::vector<float> samples(48000 * 3, 2.0F);
    limiter.process({std::span(samples).first(48000), 1});
    limiter.set_mode(Limiter::Mode::off);
    limiter.process({std::span(samples).subspan(48000), 1});
    EXPECT_LT(samples[47999], 0.9F);
    for (std::size_t i = 48000; i < samples.size(); ++i) ASSERT_LT(std::abs(samples[i] - samples[i - 1]), 0.002F) << i;
    EXPECT_EQ(samples.back(), 2.0F);
    limiter.set_mode(Limiter::Mode::on);
    std::vector<float> more(4000, 2.0F);
    limiter.process({more, 1});
    EXPECT_LT(more.back(), 0.9F);
}

}  // namespace
}  // namespace attacca::dsp
