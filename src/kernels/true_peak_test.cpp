#include "attacca/kernels/true_peak.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "kernels/path_test.h"
#include "kernels/true_peak_taps.h"

namespace attacca::kernels {
namespace {

class TruePeaks : public PathTest {};
ATTACCA_ON_EVERY_PATH(TruePeaks);

constexpr std::size_t kMargin = 2 * kTruePeakReach;

/// The same filter, one instant after the other, in double precision.
double naive_peak(const float* sample, std::size_t stride) {
    const TruePeakTaps& taps = true_peak_taps();
    double peak = std::abs(static_cast<double>(*sample));
    for (std::size_t phase = 1; phase <= 4; ++phase) {
        double early = 0.0;
        double late = 0.0;
        for (std::size_t j = 0; j < kTruePeakReach; ++j) {
            const double even = taps.rows[j][2 * (phase - 1)];
            const double odd = phase < 4 ? taps.rows[j][2 * phase - 1] : 0.0;
            const double before = *(sample - static_cast<std::ptrdiff_t>(j * stride));
            const double after = *(sample + (j + 1) * stride);
            early += (even + odd) * before + (even - odd) * after;
            late += (even - odd) * before + (even + odd) * after;
        }
        peak = std::max({peak, std::abs(early), std::abs(late)});
    }
    return peak;
}

std::vector<float> noise(std::size_t count) {
    std::mt19937 random(7);
    std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
    std::vector<float> samples(count);
    for (float& sample : samples) sample = uniform(random);
    return samples;
}

TEST_P(TruePeaks, MatchTheNaiveFilterAtAnySizeStrideAndAlignment) {
    for (const std::size_t stride : {1, 2, 3, 8}) {
        const auto samples = noise((2 * kMargin + 300) * stride + 1);
        for (const std::size_t count : {0, 1, 7, 64, 253}) {
            const float* first = samples.data() + kMargin * stride + 1;
            std::vector<float> peaks(count + 1, -1.0F);
            true_peaks(first, stride, count, peaks.data());
            for (std::size_t i = 0; i < count; ++i) {
                ASSERT_NEAR(peaks[i], naive_peak(first + i, stride), 2e-6) << stride << " " << count << " " << i;
            }
            EXPECT_EQ(peaks[count], -1.0F);
        }
    }
}

TEST_P(TruePeaks, DoNotDependOnHowManyAreAskedFor) {
    const auto samples = noise(2 * kMargin + 100);
    std::vector<float> together(100);
    true_peaks(samples.data() + kMargin, 1, 100, together.data());
    for (std::size_t i = 0; i < 100; ++i) {
        float alone = 0.0F;
        true_peaks(samples.data() + kMargin + i, 1, 1, &alone);
        ASSERT_EQ(alone, together[i]);
    }
}

TEST_P(TruePeaks, FindTheTopOfASineBetweenItsSamples) {
    for (const double frequency : {0.01, 0.1, 0.25, 0.33, 0.45, 0.48}) {
        std::vector<float> samples(2 * kMargin + 2000);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const double turns = frequency * static_cast<double>(i) + 0.125;
            samples[i] = static_cast<float>(std::sin(2.0 * std::numbers::pi * turns));
        }
        std::vector<float> peaks(2000);
        true_peaks(samples.data() + kMargin, 1, peaks.size(), peaks.data());
        const double highest_db = 20.0 * std::log10(*std::max_element(peaks.begin(), peaks.end()));
        EXPECT_LT(highest_db, 0.1) << frequency;
        EXPECT_GT(highest_db, -0.1 + 20.0 * std::log10(std::cos(std::numbers::pi * frequency / 8.0))) << frequency;
    }
}

TEST_P(TruePeaks, AreNeverAboveTheirBound) {
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (const float smoothing : {0.0F, 0.5F, 0.9F, 0.99F}) {
        std::vector<float> samples(2 * kMargin + 64);
        float level = 0.0F;
        for (float& sample : samples) sample = level = smoothing * level + (1.0F - smoothing) * normal(random);
        std::vector<float> peaks(64);
        true_peaks(samples.data() + kMargin, 1, peaks.size(), peaks.data());
        const float bound = peak_bound(samples.data(), 1, samples.size() - 2).limit();
        EXPECT_GE(bound, *std::max_element(peaks.begin(), peaks.end())) << smoothing;
        EXPECT_LT(bound, 5.0F * *std::max_element(peaks.begin(), peaks.end())) << "too loose to be of use";
    }
}

TEST_P(TruePeaks, AreBoundByEverySampleAndBend) {
    for (const std::size_t stride : {1, 2, 5}) {
        for (std::size_t frames = 1; frames < 70; frames += 3) {
            const std::size_t count = frames * stride;
            const std::size_t all = count + 2 * stride;
            for (std::size_t place = 0; place < all; ++place) {
                std::vector<float> samples(all);
                samples[place] = -3.0F;
                const PeakBound bound = peak_bound(samples.data(), stride, count);
                ASSERT_EQ(bound.peak, 3.0F);
                ASSERT_GE(bound.curvature, 3.0F);
            }
        }
    }
}

TEST_P(TruePeaks, HaveNoBoundWhereThereIsNoNumber) {
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
        for (std::size_t place = 0; place < 80; ++place) {
            auto samples = noise(80);
            samples[place] = bad;
            EXPECT_FALSE(std::isfinite(peak_bound(samples.data(), 1, 78).peak)) << place;
        }
    }
}

}  // namespace
}  // namespace attacca::kernels
