#include "attacca/dsp/voice_chain.h"

#include <gtest/gtest.h>

#include <vector>

#include "dsp/voice_signal_test.h"

namespace attacca::dsp {
namespace {

constexpr double kRate = 16000.0;
constexpr VoiceSettings kAll{.high_pass_hz = 80.0, .gate_db = -50.0, .level_db = -23.0, .pre_emphasis = 0.97};

std::vector<float> voice() {
    auto samples = syllables(6 * 16000, kRate, -30.0);
    const auto noise = steady_noise(samples.size(), -70.0);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] += noise[i];
    return samples;
}

TEST(VoiceChain, IsItsPartsInTheirOrder) {
    VoiceChain chain = VoiceChain::create(kAll, kRate, 1).value();
    auto chained = voice();
    chain.process({chained, 1});

    auto high_pass = HighPass::create({.sample_rate = kRate, .channels = 1, .order = HighPassOrder::fourth}).value();
    auto gate = NoiseGate::create({.sample_rate = kRate, .channels = 1, .threshold_db = -50.0}).value();
    auto gain = AutomaticGain::create({.sample_rate = kRate, .channels = 1}).value();
    auto pre_emphasis = PreEmphasis::create({.sample_rate = kRate, .channels = 1}).value();
    auto apart = voice();
    high_pass.process({apart, 1});
    gate.process({apart, 1});
    gain.process({apart, 1});
    pre_emphasis.process({apart, 1});
    EXPECT_EQ(chained, apart);
    EXPECT_EQ(chain.clean_latency_frames(), gate.latency_frames());
    EXPECT_EQ(chain.latency_frames(), gate.latency_frames() + gain.latency_frames());
}

TEST(VoiceChain, WithoutSettingsChangesNothing) {
    VoiceChain chain = VoiceChain::create({}, kRate, 2).value();
    auto samples = voice();
    chain.process({samples, 2});
    EXPECT_EQ(samples, voice());
    EXPECT_EQ(chain.latency_frames(), 0U);
}

// Silence became speech where the detector listened behind the gain.
TEST(VoiceChain, ADetectorBeforeTheGainHearsTheRoomAsSoftAsItIs) {
    VoiceChain chain = VoiceChain::create({.level_db = -10.0}, kRate, 1).value();
    auto spoken = voice();
    chain.process({spoken, 1});
    auto room = steady_noise(16000, -70.0);
    chain.clean({room, 1});
    EXPECT_NEAR(rms_db(room), -70.0, 0.1);
    chain.level({room, 1});
    EXPECT_GT(rms_db(std::span(room).last(8000)), -65.0);
}

TEST(VoiceChain, IsAsNewAfterReset) {
    VoiceChain chain = VoiceChain::create(kAll, kRate, 1).value();
    auto first = voice(), second = voice();
    chain.process({first, 1});
    chain.reset();
    chain.process({second, 1});
    EXPECT_EQ(first, second);
}

TEST(VoiceChain, NamesThePartThatCannotBeMade) {
    const std::pair<VoiceSettings, const char*> cases[] = {{{.high_pass_hz = 1e6}, "high-pass: the cutoff"},
                                                           {{.gate_db = 3.0}, "noise gate: the threshold"},
                                                           {{.level_db = 0.0}, "automatic gain: the target"},
                                                           {{.pre_emphasis = 2.0}, "pre-emphasis: the coefficient"}};
    for (const auto& [settings, words] : cases) {
        const auto made = VoiceChain::create(settings, kRate, 1);
        ASSERT_FALSE(made);
        EXPECT_NE(made.error().detail.find(words), std::string::npos) << made.error().detail;
    }
}

}  // namespace
}  // namespace attacca::dsp
