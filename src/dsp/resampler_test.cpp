#include "attacca/dsp/resampler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

namespace attacca::dsp {
namespace {

/// Everything through one resampler, in blocks of the given sizes in turn.
std::vector<float> resampled(Resampler& resampler, std::span<const float> input, std::size_t channels,
                             const std::vector<std::size_t>& in_frames, std::size_t out_frames) {
    std::vector<float> result;
    std::vector<float> block(out_frames * channels);
    std::size_t done = 0;
    for (std::size_t turn = 0; done < input.size(); ++turn) {
        const std::size_t wanted = in_frames[turn % in_frames.size()] * channels;
        auto left = input.subspan(done, std::min(wanted, input.size() - done));
        const auto progress = resampler.process(left, block);
        EXPECT_TRUE(left.empty() || progress.consumed_frames > 0 || progress.produced_frames > 0);
        done += progress.consumed_frames * channels;
        result.insert(result.end(), block.begin(), block.begin() + progress.produced_frames * channels);
    }
    while (const std::size_t frames = resampler.finish(block)) {
        result.insert(result.end(), block.begin(), block.begin() + frames * channels);
    }
    return result;
}

std::vector<float> sine(double hz, double rate, std::size_t frames) {
    std::vector<float> samples(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        samples[i] = static_cast<float>(0.5 * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate));
    }
    return samples;
}

/// A sine found in a signal, and everything else in it.
struct SineFit {
    double gain_db;
    double phase;  ///< Radians after the expected instant.
    double signal_to_noise_db;
};

SineFit fit(std::span<const float> signal, double hz, double rate) {
    double in_phase = 0.0;
    double quadrature = 0.0;
    const std::size_t first = signal.size() / 4;
    const auto frames = static_cast<std::size_t>(rate / 4);  // Whole periods of any multiple of 4 Hz.
    const auto angle = [&](std::size_t i) { return 2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate; };
    for (std::size_t i = first; i < first + frames; ++i) {
        in_phase += 2.0 * signal[i] * std::sin(angle(i)) / static_cast<double>(frames);
        quadrature += 2.0 * signal[i] * std::cos(angle(i)) / static_cast<double>(frames);
    }
    double noise = 0.0;
    for (std::size_t i = first; i < first + frames; ++i) {
        noise += std::pow(signal[i] - in_phase * std::sin(angle(i)) - quadrature * std::cos(angle(i)), 2);
    }
    const double power = (in_phase * in_phase + quadrature * quadrature) / 2.0;
    return {.gain_db = 10.0 * std::log10(power / 0.125),
            .phase = std::atan2(quadrature, in_phase),
            .signal_to_noise_db = 10.0 * std::log10(power * static_cast<double>(frames) / noise)};
}

TEST(Resampler, KeepsEachFrameAtItsInstantWith125dBOfSignalToNoise) {
    struct Rates {
        double from, to, hz;
    };
    for (const auto& [from, to, hz] : {Rates{44100, 48000, 18000}, Rates{48000, 44100, 18000}, Rates{8000, 48000, 3000},
                                       Rates{96000, 44100, 1000}, Rates{44100, 192000, 1000}}) {
        auto resampler = Resampler::create({.input_rate = from, .output_rate = to, .channels = 1});
        ASSERT_TRUE(resampler);
        const auto input = sine(hz, from, static_cast<std::size_t>(from / 2));
        const SineFit found = fit(resampled(*resampler, input, 1, {1024}, 4096), hz, to);
        EXPECT_GT(found.signal_to_noise_db, 125.0) << from << " to " << to;
        EXPECT_NEAR(found.gain_db, 0.0, 0.005) << from << " to " << to;
        EXPECT_NEAR(found.phase, 0.0, 1e-6) << from << " to " << to;
    }
}

TEST(Resampler, GivesTheExactLength) {
    for (const double to : {48000.0, 22050.0, 192000.0, 44099.0, 44100.0}) {
        for (const std::size_t frames : {0, 1, 7, 64, 253, 44100, 100003}) {
            auto resampler = Resampler::create({.input_rate = 44100.0, .output_rate = to, .channels = 2});
            ASSERT_TRUE(resampler);
            const std::vector<float> input(2 * frames, 0.5F);
            const auto output = resampled(*resampler, input, 2, {1000}, 512);
            const auto wanted = static_cast<std::size_t>(std::llround(static_cast<double>(frames) * to / 44100.0));
            EXPECT_EQ(output.size(), 2 * wanted) << frames << " to " << to;
        }
    }
}

TEST(Resampler, RemovesWhatTheLowerRateCannotHold) {
    auto resampler = Resampler::create({.input_rate = 48000.0, .output_rate = 16000.0, .channels = 1});
    ASSERT_TRUE(resampler);
    const auto output = resampled(*resampler, sine(9000.0, 48000.0, 48000), 1, {1024}, 512);
    double peak = 0.0;
    for (std::size_t i = 1000; i < output.size() - 1000; ++i) {
        peak = std::max(peak, std::abs(static_cast<double>(output[i])));
    }
    EXPECT_LT(20.0 * std::log10(peak / 0.5), -120.0);
}

TEST(Resampler, GivesTheSameInBlocksOfAnySize) {
    std::mt19937 random(1);
    std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
    std::vector<float> input(2 * 30000);
    for (float& sample : input) sample = uniform(random);
    const ResamplerSpec spec{.input_rate = 44100.0, .output_rate = 48000.0, .channels = 2};
    auto at_once = Resampler::create(spec);
    auto in_parts = Resampler::create(spec);
    ASSERT_TRUE(at_once && in_parts);
    const auto whole = resampled(*at_once, input, 2, {30000}, 40000);
    EXPECT_EQ(whole, resampled(*in_parts, input, 2, {1, 7, 64, 0, 253, 4096}, 100));
    in_parts->reset();
    EXPECT_EQ(whole, resampled(*in_parts, input, 2, {30000}, 33)) << "after a reset";
}

TEST(Resampler, CopiesBitForBitBetweenEqualRates) {
    auto resampler = Resampler::create({.input_rate = 48000.0, .output_rate = 48000.0, .channels = 2});
    ASSERT_TRUE(resampler);
    auto input = sine(997.0, 48000.0, 10000);
    input[5] = -0.0F;
    EXPECT_EQ(input, resampled(*resampler, input, 2, {100, 333}, 77));
}

TEST(Resampler, IsRidOfNotANumberOnceItHasPassed) {
    auto resampler = Resampler::create({.input_rate = 44100.0, .output_rate = 48000.0, .channels = 1});
    ASSERT_TRUE(resampler);
    auto input = sine(997.0, 44100.0, 40000);
    input[1000] = std::numeric_limits<float>::quiet_NaN();
    const auto output = resampled(*resampler, input, 1, {1024}, 1024);
    const auto wanted = sine(997.0, 48000.0, output.size());
    for (std::size_t i = 20000; i < output.size() - 1000; ++i) ASSERT_NEAR(output[i], wanted[i], 1e-5);
}

TEST(Resampler, RefusesWhatItCannotDoAndSaysWhatItCan) {
    for (const double rate : {0.0, -48000.0, 999.0, 2e6, std::numeric_limits<double>::quiet_NaN()}) {
        const auto refused = Resampler::create({.input_rate = rate});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
        EXPECT_NE(refused.error().detail.find("1000 to 1536000"), std::string::npos);
    }
    EXPECT_FALSE(Resampler::create({.channels = 0}));
    EXPECT_FALSE(Resampler::create({.channels = 65}));
}

}  // namespace
}  // namespace attacca::dsp
