#include "attacca/dsp/speech_resampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <random>
#include <vector>

namespace attacca::dsp {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;

std::vector<float> sine(double frequency_hz, double sample_rate, double seconds) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * sample_rate));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = static_cast<float>(std::sin(kTau * frequency_hz * static_cast<double>(i) / sample_rate));
    }
    return samples;
}

std::vector<float> at_speech_rate(SpeechResampler& rate, std::span<const float> samples, std::size_t block) {
    std::vector<float> out;
    for (std::size_t done = 0; done < samples.size(); done += block) {
        const auto made = rate.process(samples.subspan(done, std::min(block, samples.size() - done)));
        out.insert(out.end(), made.begin(), made.end());
    }
    return out;
}

/// Of the whole, past the edges.
double level_db(std::span<const float> samples) {
    double sum = 0.0;
    for (const float sample : samples.subspan(800)) sum += static_cast<double>(sample) * static_cast<double>(sample);
    return 10.0 * std::log10(2.0 * sum / static_cast<double>(samples.size() - 800) + 1e-20);
}

class AnyRate : public ::testing::TestWithParam<double> {};

TEST_P(AnyRate, KeepsSpeechAndLeavesOutWhatWouldFoldBackIntoIt) {
    const double rate_hz = GetParam();
    for (const double frequency_hz : {50.0, 440.0, 3000.0, 6500.0}) {
        if (frequency_hz > 0.4 * rate_hz) continue;
        SpeechResampler rate(rate_hz);
        EXPECT_NEAR(level_db(at_speech_rate(rate, sine(frequency_hz, rate_hz, 0.5), 512)), 0.0, 0.25) << frequency_hz;
    }
    for (const double frequency_hz : {9600.0, 12000.0, 17000.0, 21000.0}) {
        if (frequency_hz > 0.5 * rate_hz) continue;
        SpeechResampler rate(rate_hz);
        EXPECT_LT(level_db(at_speech_rate(rate, sine(frequency_hz, rate_hz, 0.5), 512)), -60.0) << frequency_hz;
    }
}

TEST_P(AnyRate, KeepsTimesAndSaysHowMuchItNeeds) {
    const double rate_hz = GetParam();
    SpeechResampler rate(rate_hz);
    const auto in = sine(500.0, rate_hz, 0.4);
    std::uint64_t made = 0;
    std::vector<float> out;
    for (std::size_t i = 0; i < in.size(); ++i) {
        for (const float sample : rate.process(std::span(in).subspan(i, 1))) {
            ++made;
            EXPECT_NEAR(static_cast<double>(i + 1), static_cast<double>(rate.frames_for(made)), 1.01);
            out.push_back(sample);
        }
    }
    for (std::size_t k = 200; k < out.size(); ++k) {
        const double expected = std::sin(kTau * 500.0 * static_cast<double>(k) / SpeechResampler::kRate_hz);
        ASSERT_NEAR(static_cast<double>(out[k]), expected, 0.02) << "sample " << k;
    }
}

INSTANTIATE_TEST_SUITE_P(Rates, AnyRate,
                         ::testing::Values(8000.0, 16000.0, 22050.0, 44100.0, 48000.0, 96000.0, 192000.0));

TEST(SpeechResampler, LeavesItsOwnRateUnchangedAndAtOnce) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    std::vector<float> noise(1000);
    for (float& sample : noise) sample = normal(random);
    SpeechResampler rate(SpeechResampler::kRate_hz);
    auto out = at_speech_rate(rate, noise, 100);
    ASSERT_EQ(out.size(), noise.size() - 1);
    for (std::size_t i = 0; i < out.size(); ++i) ASSERT_FLOAT_EQ(out[i], noise[i]);
}

TEST(SpeechResampler, IsTheSameHoweverTheStreamIsDivided) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    std::vector<float> noise(20000);
    for (float& sample : noise) sample = normal(random);
    SpeechResampler rate(44100.0);
    const auto whole = at_speech_rate(rate, noise, SpeechResampler::kLongest);
    for (const std::size_t block : {1U, 7U, 441U}) {
        rate.reset();
        EXPECT_EQ(at_speech_rate(rate, noise, block), whole);
    }
}

TEST(SpeechResampler, EndsWhereTheStreamDoes) {
    for (const double rate_hz : {8000.0, 16000.0, 44100.0, 192000.0}) {
        const auto in = sine(500.0, rate_hz, 0.1);
        SpeechResampler rate(rate_hz);
        auto out = at_speech_rate(rate, in, 512);
        const auto rest = rate.finish();
        out.insert(out.end(), rest.begin(), rest.end());
        EXPECT_NEAR(static_cast<double>(out.size()), 1600.0, 1.0) << rate_hz;
        for (std::size_t k = 100; k + 50 < out.size(); ++k) {
            const double expected = std::sin(kTau * 500.0 * static_cast<double>(k) / SpeechResampler::kRate_hz);
            ASSERT_NEAR(static_cast<double>(out[k]), expected, 0.02) << rate_hz << ", sample " << k;
        }
    }
}

}  // namespace
}  // namespace attacca::dsp
