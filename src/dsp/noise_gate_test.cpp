#include "attacca/dsp/noise_gate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "dsp/voice_signal_test.h"

namespace attacca::dsp {
namespace {

constexpr double kRate = 16000.0;
constexpr NoiseGateSpec kSpec{.sample_rate = kRate, .channels = 1, .threshold_db = -40.0};

// The same gate from its definition, in double precision and without a ring.
std::vector<double> reference(const NoiseGateSpec& spec, const std::vector<float>& input) {
    const auto frames = [&](double ms) {
        return static_cast<std::size_t>(std::llround(ms * spec.sample_rate / 1000.0));
    };
    const double share = 1.0 - std::exp(-1.0 / (0.005 * spec.sample_rate));
    std::vector<double> output;
    double power = 0.0, closed_db = spec.range_db;
    bool heard = false;
    std::size_t quiet = 0;
    for (std::size_t i = 0; i < input.size(); ++i) {
        power = power * (1.0 - share) + share * input[i] * input[i];
        const double level_db = 10.0 * std::log10(power);
        if (level_db > spec.threshold_db - (heard ? spec.hysteresis_db : 0.0)) {
            heard = true;
            quiet = 0;
        } else if (heard && ++quiet > frames(spec.lookahead_ms + spec.hold_ms)) {
            heard = false;
        }
        closed_db += heard ? -spec.range_db / static_cast<double>(frames(spec.attack_ms))
                           : spec.range_db / static_cast<double>(frames(spec.release_ms));
        closed_db = std::clamp(closed_db, 0.0, spec.range_db);
        const std::size_t delay = frames(spec.lookahead_ms);
        output.push_back(i < delay ? 0.0 : input[i - delay] * gain_from_db(-closed_db));
    }
    return output;
}

std::vector<float> word_in_noise() {
    auto samples = steady_noise(32000, -65.0);
    const auto word = syllables(8000, kRate, -25.0);
    for (std::size_t i = 0; i < word.size(); ++i) samples[8000 + i] += word[i];
    return samples;
}

TEST(NoiseGate, EqualsAPlainReference) {
    const auto input = word_in_noise();
    for (const std::size_t frames : {0, 1, 7, 64, 253, 32000}) {
        auto output = input;
        output.resize(frames);
        const auto expected = reference(kSpec, output);
        NoiseGate::create(kSpec).value().process({output, 1});
        for (std::size_t i = 0; i < frames; ++i) ASSERT_NEAR(output[i], expected[i], 2e-7) << i;
    }
}

TEST(NoiseGate, TurnsNoiseDownAndLetsWordsPassBitForBit) {
    const auto input = word_in_noise();
    auto output = input;
    NoiseGate gate = NoiseGate::create(kSpec).value();
    gate.process({output, 1});
    EXPECT_FALSE(gate.open());
    const std::size_t delay = gate.latency_frames();
    EXPECT_EQ(delay, 480U);
    EXPECT_NEAR(rms_db(std::span(output).subspan(delay, 6000)), -95.0, 0.5);
    EXPECT_NEAR(rms_db(std::span(output).last(4000)), -95.0, 0.5);
    for (std::size_t i = 8000; i < 16000; ++i) ASSERT_EQ(output[i + delay], input[i]) << i;
}

TEST(NoiseGate, CutsNoOnset) {
    // A fricative: rises over 30 ms, and only its end is loud enough to open the gate.
    auto input = steady_noise(16000, -30.0);
    for (std::size_t i = 0; i < input.size(); ++i) {
        const double rise_db = i < 8000 ? -120.0 : std::min(0.0, -18.0 + 18.0 * static_cast<double>(i - 8000) / 480.0);
        input[i] *= static_cast<float>(gain_from_db(rise_db));
    }
    auto output = input;
    NoiseGate gate = NoiseGate::create(kSpec).value();
    gate.process({output, 1});
    const auto heard = std::span<const float>(output).subspan(8000 + gate.latency_frames(), 480);
    EXPECT_NEAR(rms_db(heard), rms_db(std::span(input).subspan(8000, 480)), 0.5);
}

TEST(NoiseGate, StaysOpenBetweenItsThresholds) {
    // 3 dB below what opens it: heard after something louder, not by itself.
    const auto soft = steady_noise(8000, -43.0);
    auto alone = soft;
    NoiseGate gate = NoiseGate::create(kSpec).value();
    gate.process({alone, 1});
    EXPECT_FALSE(gate.open());
    auto loud = steady_noise(1000, -20.0);
    gate.process({loud, 1});
    EXPECT_TRUE(gate.open());
    for (int i = 0; i < 4; ++i) {
        auto more = soft;
        gate.process({more, 1});
        EXPECT_TRUE(gate.open());
    }
}

TEST(NoiseGate, MovesAllChannelsAlike) {
    NoiseGateSpec spec = kSpec;
    spec.channels = 2;
    const auto left = word_in_noise();
    std::vector<float> samples;
    for (const float sample : left) {
        samples.push_back(sample);
        samples.push_back(0.001F);
    }
    NoiseGate gate = NoiseGate::create(spec).value();
    gate.process({samples, 2});
    const std::size_t delay = gate.latency_frames();
    for (std::size_t i = 0; i + delay < left.size(); ++i) {
        const float gain = samples[2 * (i + delay) + 1] / 0.001F;
        ASSERT_NEAR(samples[2 * (i + delay)], left[i] * gain, 1e-6) << i;
    }
}

TEST(NoiseGate, WithoutLookaheadDelaysNothing) {
    NoiseGateSpec spec = kSpec;
    spec.lookahead_ms = 0.0;
    EXPECT_EQ(NoiseGate::create(spec).value().latency_frames(), 0U);
    spec.range_db = -1.0;
    EXPECT_FALSE(NoiseGate::create(spec));
}

}  // namespace
}  // namespace attacca::dsp
