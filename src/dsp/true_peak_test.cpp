#include "attacca/dsp/true_peak.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "dsp/true_peak_reference.h"

namespace attacca::dsp {
namespace {

std::vector<float> noise(std::size_t count) {
    std::mt19937 random(5);
    std::normal_distribution<float> normal(0.0F, 0.2F);
    std::vector<float> samples(count);
    float last = 0.0F;
    for (float& sample : samples) sample = last = 0.6F * last + normal(random);
    return samples;
}

TEST(TruePeakMeter, ReadsTheTopOfAQuarterRateSine) {
    TruePeakMeter meter(1);
    std::vector<float> samples(4000);
    for (std::size_t i = 0; i < samples.size(); ++i) {  // All samples lie at ±0.7071.
        samples[i] = static_cast<float>(std::sin(std::numbers::pi * (static_cast<double>(i) / 2.0 + 0.25)));
    }
    for (std::size_t i = 0; i < 64; ++i) samples[i] *= static_cast<float>(i) / 64.0F;  // A hard start rings.
    meter.process({samples, 1});
    EXPECT_NEAR(20.0 * std::log10(meter.peak(0)), 0.0, 0.02);
}

TEST(TruePeakMeter, AgreesWithASixteenFoldReference) {
    auto samples = noise(8000);
    std::fill(samples.end() - 200, samples.end(), 0.0F);
    TruePeakMeter meter(1);
    meter.process({samples, 1});
    EXPECT_NEAR(20.0 * std::log10(meter.peak(0) / reference_true_peak(samples)), 0.0, 0.1);
}

TEST(TruePeakMeter, KeepsChannelsApartInBlocksOfAnySize) {
    const auto samples = noise(3 * 6000);
    TruePeakMeter at_once(3);
    at_once.process({samples, 3});
    TruePeakMeter in_parts(3);
    const std::size_t sizes[] = {1, 0, 7, 64, 253, 1000};
    std::size_t done = 0;
    for (std::size_t turn = 0; done < 6000; ++turn) {
        const std::size_t frames = std::min(sizes[turn % std::size(sizes)], 6000 - done);
        in_parts.process({std::span(samples).subspan(3 * done, 3 * frames), 3});
        done += frames;
    }
    for (std::size_t channel = 0; channel < 3; ++channel) {
        std::vector<float> alone(6000);
        for (std::size_t i = 0; i < alone.size(); ++i) alone[i] = samples[3 * i + channel];
        TruePeakMeter mono(1);
        mono.process({alone, 1});
        EXPECT_EQ(at_once.peak(channel), mono.peak(0));
        EXPECT_EQ(in_parts.peak(channel), mono.peak(0));
    }
}

TEST(TruePeakMeter, TakesWhatIsNoNumberAsSilenceAndStartsAgainAfterReset) {
    TruePeakMeter meter(2);
    auto samples = noise(2 * 1000);
    samples[100] = std::numeric_limits<float>::quiet_NaN();
    samples[301] = std::numeric_limits<float>::infinity();
    meter.process({samples, 2});
    EXPECT_GT(meter.peak(0), 0.3F);
    EXPECT_LT(meter.peak(0), 3.0F);
    EXPECT_LT(meter.peak(1), 3.0F);
    meter.reset();
    EXPECT_EQ(meter.peak(0), 0.0F);
    const std::vector<float> silence(2 * 500);
    meter.process({silence, 2});
    EXPECT_EQ(meter.peak(0), 0.0F);
}

}  // namespace
}  // namespace attacca::dsp
