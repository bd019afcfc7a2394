#include "attacca/dsp/automatic_gain.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "dsp/voice_signal_test.h"

namespace attacca::dsp {
namespace {

constexpr double kRate = 16000.0;
constexpr std::size_t kSecond = 16000;
constexpr AutomaticGainSpec kSpec{.sample_rate = kRate, .channels = 1};

AutomaticGain made() { return AutomaticGain::create(kSpec).value(); }

double gain_after(AutomaticGain& gain, std::vector<float> samples) {
    gain.process({samples, 1});
    return gain.gain_db();
}

TEST(AutomaticGain, BringsSoftAndLoudSpeechToTheSameLevel) {
    for (const double level_db : {-45.0, -30.0, -10.0}) {
        AutomaticGain gain = made();
        auto samples = syllables(30 * kSecond, kRate, level_db);
        gain.process({samples, 1});
        // The loud halves of the last seconds.
        double power = 0.0;
        for (std::size_t i = 28 * kSecond; i < 30 * kSecond; ++i) power += static_cast<double>(samples[i]) * samples[i];
        EXPECT_NEAR(10.0 * std::log10(power / kSecond), -23.0, 2.0) << level_db;
    }
}

TEST(AutomaticGain, MovesNoFasterThanItsPace) {
    AutomaticGain gain = made();
    auto samples = syllables(12 * kSecond, kRate, -45.0);
    double before = 0.0;
    for (std::size_t second = 0; second < 12; ++second) {
        gain.process({std::span(samples).subspan(second * kSecond, kSecond), 1});
        EXPECT_LE(gain.gain_db() - before, 3.0 + 1e-9);
        EXPECT_GE(gain.gain_db() - before, 0.0);
        before = gain.gain_db();
    }
    EXPECT_GT(before, 10.0);
    const double peak = before;
    for (int second = 0; second < 4; ++second) {
        const double now = gain_after(gain, syllables(kSecond, kRate, -6.0));
        EXPECT_GE(now - before, -6.0 - 1e-9);
        before = now;
    }
    EXPECT_LT(before, peak - 5.0);
}

TEST(AutomaticGain, NeverRaisesSilenceOrNoiseThatStays) {
    for (const double level_db : {-90.0, -65.0, -50.0, -35.0}) {
        AutomaticGain gain = made();
        EXPECT_EQ(gain_after(gain, steady_noise(20 * kSecond, level_db)), 0.0) << level_db;
    }
}

TEST(AutomaticGain, NoiseThatIsSwitchedOnAndOffIsNotTakenForSpeech) {
    AutomaticGain gain = made();
    for (int turn = 0; turn < 5; ++turn) {
        gain_after(gain, std::vector<float>(2 * kSecond));
        EXPECT_EQ(gain_after(gain, steady_noise(2 * kSecond, -50.0)), 0.0) << turn;
    }
}

TEST(AutomaticGain, StaysAsItIsInAPause) {
    AutomaticGain gain = made();
    const double spoken = gain_after(gain, syllables(8 * kSecond, kRate, -40.0));
    EXPECT_GT(spoken, 10.0);
    auto hiss = steady_noise(60 * kSecond, -70.0);
    const double hiss_db = rms_db(std::span(hiss).last(kSecond));
    gain.process({hiss, 1});
    EXPECT_NEAR(gain.gain_db(), spoken, 0.1);
    EXPECT_NEAR(rms_db(std::span(hiss).last(kSecond)), hiss_db + gain.gain_db(), 0.01);
}

// The old fault of per-block normalization: a soft block came out as loud as a loud one.
TEST(AutomaticGain, LeavesTheDifferencesInsideASentence) {
    AutomaticGain gain = made();
    gain_after(gain, syllables(20 * kSecond, kRate, -30.0));
    auto loud = syllables(kSecond / 2, kRate, -27.0);
    auto soft = syllables(kSecond / 2, kRate, -39.0);
    gain.process({loud, 1});
    gain.process({soft, 1});
    EXPECT_NEAR(rms_db(loud) - rms_db(soft), 12.0, 2.0);
}

TEST(AutomaticGain, HoldsPeaksBelowItsCeiling) {
    AutomaticGain gain = made();
    gain_after(gain, syllables(15 * kSecond, kRate, -45.0));
    EXPECT_GT(gain.gain_db(), 15.0);
    auto shout = syllables(2 * kSecond, kRate, -3.0);
    gain.process({shout, 1});
    for (const float sample : shout) ASSERT_LE(std::abs(sample), gain_from_db(-1.0));
}

TEST(AutomaticGain, MovesAllChannelsAlike) {
    AutomaticGainSpec spec = kSpec;
    spec.channels = 2;
    AutomaticGain gain = AutomaticGain::create(spec).value();
    const auto voice = syllables(10 * kSecond, kRate, -40.0);
    std::vector<float> samples;
    for (const float sample : voice) {
        samples.push_back(sample);
        samples.push_back(0.25F * sample);
    }
    gain.process({samples, 2});
    EXPECT_GT(gain.gain_db(), 10.0);
    for (std::size_t i = 0; i < samples.size(); i += 2) ASSERT_NEAR(samples[i + 1], 0.25F * samples[i], 1e-7);
}

TEST(AutomaticGain, BeforeItHasHeardSpeechPassesSamplesAsTheyAre) {
    AutomaticGain gain = made();
    const auto input = steady_noise(kSecond, -40.0);
    auto output = input;
    gain.process({output, 1});
    const std::size_t delay = gain.latency_frames();
    for (std::size_t i = delay; i < output.size(); ++i) ASSERT_EQ(output[i], input[i - delay]);
}

}  // namespace
}  // namespace attacca::dsp
