#include "attacca/dsp/pre_emphasis.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "dsp/voice_signal_test.h"

namespace attacca::dsp {
namespace {

TEST(PreEmphasis, IsTheTextbooksAt16kHz) {
    for (const std::size_t frames : {0, 1, 7, 64, 253, 20000}) {
        const auto input = steady_noise(frames * 2, -20.0);
        auto output = input;
        PreEmphasis filter = PreEmphasis::create({.channels = 2}).value();
        filter.process({output, 2});
        for (std::size_t i = 0; i < output.size(); ++i) {
            const double before = i < 2 ? 0.0 : input[i - 2];
            ASSERT_NEAR(output[i], input[i] - 0.97 * before, 1e-7) << i;
        }
    }
}

double measured_db(double sample_rate, double frequency_hz) {
    PreEmphasis filter = PreEmphasis::create({.sample_rate = sample_rate}).value();
    std::vector<float> samples(static_cast<std::size_t>(sample_rate));
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double phase = 2.0 * std::numbers::pi * frequency_hz * static_cast<double>(i) / sample_rate;
        samples[i] = static_cast<float>(std::sin(phase));
    }
    filter.process({samples, 1});
    return rms_db(std::span(samples).subspan(samples.size() / 2)) - 10.0 * std::log10(0.5);
}

TEST(PreEmphasis, MeansTheSameAtEveryRate) {
    for (const double hz : {20.0, 80.0, 300.0, 1000.0, 3000.0, 4000.0}) {
        const double expected =
            20.0 * std::log10(std::abs(1.0 - 0.97 * std::polar(1.0, -2.0 * std::numbers::pi * hz / 16000.0)));
        EXPECT_NEAR(measured_db(16000.0, hz), expected, 0.01) << hz;
        for (const double rate : {32000.0, 44100.0, 48000.0, 96000.0}) {
            EXPECT_NEAR(measured_db(rate, hz), expected, 1.0) << hz << " at " << rate;
        }
    }
}

TEST(PreEmphasis, WithoutACoefficientChangesNothing) {
    const auto input = steady_noise(1000, -10.0);
    auto output = input;
    PreEmphasis::create({.sample_rate = 48000.0, .coefficient = 0.0}).value().process({output, 1});
    EXPECT_EQ(input, output);
    EXPECT_FALSE(PreEmphasis::create({.coefficient = 1.0}));
}

}  // namespace
}  // namespace attacca::dsp
