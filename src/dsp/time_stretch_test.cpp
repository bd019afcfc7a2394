#include "attacca/dsp/time_stretch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace attacca::dsp {
namespace {

constexpr double kTwoPi = 2.0 * std::numbers::pi;

std::vector<float> stretched(TimeStretch& stretch, std::span<const float> input, std::size_t channels,
                             std::size_t in_frames, std::size_t out_frames) {
    std::vector<float> result;
    std::vector<float> block(out_frames * channels);
    const auto drain = [&] {
        while (const std::size_t frames = stretch.read(block)) {
            result.insert(result.end(), block.begin(), block.begin() + frames * channels);
        }
    };
    for (std::size_t done = 0; done < input.size(); done += in_frames * channels) {
        stretch.write(input.subspan(done, std::min(in_frames * channels, input.size() - done)));
        drain();
    }
    stretch.finish();
    drain();
    return result;
}

std::vector<float> sine(double hz, double rate, std::size_t frames) {
    std::vector<float> samples(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        samples[i] = static_cast<float>(0.5 * std::sin(kTwoPi * hz * static_cast<double>(i) / rate));
    }
    return samples;
}

/// Instants at which the signal rises through zero, in frames.
std::vector<double> rises(std::span<const float> signal) {
    std::vector<double> instants;
    for (std::size_t i = 1; i < signal.size(); ++i) {
        if (signal[i - 1] >= 0.0F || signal[i] < 0.0F) continue;
        instants.push_back(static_cast<double>(i) - signal[i] / (signal[i] - signal[i - 1]));
    }
    return instants;
}

/// The mean frequency in the middle of a signal.
double middle_frequency(std::span<const float> signal, double rate) {
    const auto instants = rises(signal.subspan(signal.size() / 4, signal.size() / 2));
    return static_cast<double>(instants.size() - 1) / (instants.back() - instants.front()) * rate;
}

constexpr double kSpeeds[] = {0.25, 0.5, 0.8, 0.95, 1.0, 1.05, 1.25, 1.5, 2.0, 3.0, 4.0};

TEST(TimeStretch, GivesTheExactLength) {
    for (const PitchMode pitch : {PitchMode::keep, PitchMode::follow}) {
        for (const double speed : kSpeeds) {
            for (const std::size_t frames : {0, 1, 7, 64, 253, 20003}) {
                auto stretch = TimeStretch::create({.channels = 2, .speed = speed, .pitch = pitch});
                ASSERT_TRUE(stretch);
                const std::vector<float> input(2 * frames, 0.25F);
                const std::size_t wanted = static_cast<std::size_t>(std::llround(static_cast<double>(frames) / speed));
                EXPECT_EQ(stretched(*stretch, input, 2, 999, 512).size(), 2 * wanted) << frames << " at " << speed;
            }
        }
    }
}

TEST(TimeStretch, KeepsThePitchOrLetsItFollow) {
    const auto input = sine(440.0, 48000.0, 2 * 48000);
    for (const double speed : kSpeeds) {
        auto keep = TimeStretch::create({.channels = 1, .speed = speed, .pitch = PitchMode::keep});
        auto follow = TimeStretch::create({.channels = 1, .speed = speed, .pitch = PitchMode::follow});
        ASSERT_TRUE(keep && follow);
        EXPECT_NEAR(middle_frequency(stretched(*keep, input, 1, 480, 512), 48000.0), 440.0, 1.0) << speed;
        EXPECT_NEAR(middle_frequency(stretched(*follow, input, 1, 480, 512), 48000.0), 440.0 * speed, 0.1) << speed;
    }
}

TEST(TimeStretch, KeepsContentAtItsInstantOnAverage) {
    // In a glide of 100 Hz a second the frequency tells the instant that is heard.
    constexpr double kRate = 44100.0;
    std::vector<float> glide(static_cast<std::size_t>(12 * kRate));
    for (std::size_t i = 0; i < glide.size(); ++i) {
        const double t = static_cast<double>(i) / kRate;
        glide[i] = static_cast<float>(0.5 * std::sin(kTwoPi * (300.0 * t + 50.0 * t * t)));
    }
    for (const double speed : {0.5, 0.8, 1.25, 2.0, 4.0}) {
        auto stretch = TimeStretch::create({.sample_rate = kRate, .channels = 1, .speed = speed});
        ASSERT_TRUE(stretch);
        const auto instants = rises(stretched(*stretch, glide, 1, 480, 512));
        double offset_s = 0.0;
        double count = 0.0;
        for (std::size_t k = 100; k + 140 < instants.size(); k += 40) {
            const double hz = 40.0 / (instants[k + 40] - instants[k]) * kRate;
            const double heard_s = (instants[k] + instants[k + 40]) / 2.0 / kRate;
            offset_s += (hz - 300.0) / 100.0 / speed - heard_s;
            count += 1.0;
        }
        EXPECT_NEAR(offset_s / count, 0.0, 0.005) << speed;
    }
}

TEST(TimeStretch, StartsWithTheFirstFrame) {
    for (const double speed : {0.5, 1.5, 3.0}) {
        auto stretch = TimeStretch::create({.channels = 1, .speed = speed});
        ASSERT_TRUE(stretch);
        const auto output = stretched(*stretch, sine(500.0, 48000.0, 48000), 1, 480, 512);
        const auto first = std::find_if(output.begin(), output.end(), [](float x) { return std::abs(x) > 0.2F; });
        EXPECT_LT(first - output.begin(), 48 * 60) << speed;
    }
}

TEST(TimeStretch, GivesTheSameInBlocksOfAnySize) {
    const auto input = sine(331.0, 48000.0, 2 * 30000);
    for (const PitchMode pitch : {PitchMode::keep, PitchMode::follow}) {
        auto at_once = TimeStretch::create({.channels = 2, .speed = 1.3, .pitch = pitch});
        auto in_parts = TimeStretch::create({.channels = 2, .speed = 1.3, .pitch = pitch});
        ASSERT_TRUE(at_once && in_parts);
        const auto whole = stretched(*at_once, input, 2, 30000, 4096);
        EXPECT_EQ(whole, stretched(*in_parts, input, 2, 253, 64));
        in_parts->reset();
        EXPECT_EQ(whole, stretched(*in_parts, input, 2, 7, 4096)) << "after a reset";
    }
}

TEST(TimeStretch, CopiesBitForBitAtSpeedOne) {
    const auto input = sine(997.0, 48000.0, 10000);
    for (const PitchMode pitch : {PitchMode::keep, PitchMode::follow}) {
        auto stretch = TimeStretch::create({.channels = 2, .speed = 1.0, .pitch = pitch});
        ASSERT_TRUE(stretch);
        EXPECT_EQ(input, stretched(*stretch, input, 2, 333, 77));
    }
}

TEST(TimeStretch, IsRidOfNotANumberOnceItHasPassed) {
    for (const PitchMode pitch : {PitchMode::keep, PitchMode::follow}) {
        auto stretch = TimeStretch::create({.channels = 1, .speed = 0.8, .pitch = pitch});
        ASSERT_TRUE(stretch);
        auto input = sine(500.0, 48000.0, 60000);
        input[3000] = std::numeric_limits<float>::quiet_NaN();
        const auto output = stretched(*stretch, input, 1, 480, 512);
        for (std::size_t i = 30000; i < output.size(); ++i) ASSERT_TRUE(std::isfinite(output[i])) << i;
    }
}

TEST(TimeStretch, RefusesWhatItCannotDoAndSaysWhatItCan) {
    for (const double speed : {0.0, 0.2, 4.5, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
        const auto refused = TimeStretch::create({.speed = speed});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
        EXPECT_NE(refused.error().detail.find("0.25 to 4"), std::string::npos);
    }
    EXPECT_FALSE(TimeStretch::create({.sample_rate = 100.0}));
    EXPECT_FALSE(TimeStretch::create({.channels = 0}));
    EXPECT_FALSE(TimeStretch::create({.channels = 100}));
}

}  // namespace
}  // namespace attacca::dsp
