#include "analysis/mel_filters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace attacca::analysis {
namespace {

TEST(MelFilters, StandOnTheScaleThatLibrosaPublishes) {
    // librosa.mel_frequencies(n_mels=40), to three places, as its documentation prints them.
    constexpr double kPublished[] = {0.0,      85.317,   170.635,  255.952,  341.269,  426.586,  511.904,   597.221,
                                     682.538,  767.855,  853.173,  938.49,   1024.856, 1119.114, 1222.042,  1334.436,
                                     1457.167, 1591.187, 1737.532, 1897.337, 2071.84,  2262.393, 2470.47,   2697.686,
                                     2945.799, 3216.731, 3512.582, 3835.643, 4188.417, 4573.636, 4994.285,  5453.621,
                                     5955.205, 6502.92,  7101.009, 7754.107, 8467.272, 9246.028, 10096.408, 11025.0};
    const double top = mel_from_hz(11025.0);
    for (std::size_t i = 0; i < std::size(kPublished); ++i) {
        const double hz = hz_from_mel(top * static_cast<double>(i) / 39.0);
        EXPECT_NEAR(hz, kPublished[i], 6e-4) << i;
        EXPECT_NEAR(hz_from_mel(mel_from_hz(hz)), hz, 1e-9) << i;
    }
    EXPECT_NEAR(mel_from_hz(60.0), 0.9, 1e-12);  // From its documentation too.
}

constexpr MelFilterSpec kSpecs[] = {
    {.fft_length = 800, .bins = 80, .lowest_hz = 55.0, .highest_hz = 7600.0}, {.bins = 80}, {.bins = 128}};

TEST(MelFilters, AreTrianglesOfAreaOne) {
    for (const auto& spec : kSpecs) {
        const auto filters = mel_filters(spec);
        ASSERT_EQ(filters.size(), spec.bins);
        const double bin_hz = spec.sample_rate / static_cast<double>(spec.fft_length);
        for (std::size_t i = 0; i < filters.size(); ++i) {
            ASSERT_FALSE(filters[i].weights.empty()) << i;
            double area = 0.0;
            for (const float weight : filters[i].weights) area += static_cast<double>(weight) * bin_hz;
            const double bins_wide = static_cast<double>(filters[i].weights.size());
            EXPECT_NEAR(area, 1.0, std::min(1.0, 3.0 / (bins_wide * bins_wide))) << i;
            const auto top = std::max_element(filters[i].weights.begin(), filters[i].weights.end());
            EXPECT_TRUE(std::is_sorted(filters[i].weights.begin(), top + 1)) << i;
            EXPECT_TRUE(std::is_sorted(top, filters[i].weights.end(), std::greater<>())) << i;
        }
    }
}

TEST(MelFilters, ShareABinBetweenTwoAtMost) {
    for (const auto& spec : kSpecs) {
        std::vector<int> uses(spec.fft_length / 2 + 1);
        for (const auto& filter : mel_filters(spec)) {
            for (std::size_t i = 0; i < filter.weights.size(); ++i) {
                if (filter.weights[i] > 1e-9F) ++uses[filter.first_bin + i];
            }
        }
        EXPECT_EQ(*std::max_element(uses.begin(), uses.end()), 2);
        for (std::size_t bin = 0; bin < uses.size(); ++bin) {
            const double hz = static_cast<double>(bin) * spec.sample_rate / static_cast<double>(spec.fft_length);
            EXPECT_EQ(uses[bin] > 0, hz > spec.lowest_hz && hz < spec.highest_hz - 1e-6) << hz;
        }
    }
}

TEST(MelFilters, ReachOneOverTheDistanceAtTheirCenter) {
    // The tenth of whisper's lies where the scale is linear: its edges are evenly spaced in Hz too.
    const double step_hz = mel_from_hz(8000.0) / 81.0 * 200.0 / 3.0;
    const auto filter = mel_filters({.bins = 80})[9];
    const double center_hz = 10.0 * step_hz;
    for (std::size_t i = 0; i < filter.weights.size(); ++i) {
        const double distance_hz = std::abs(40.0 * static_cast<double>(filter.first_bin + i) - center_hz);
        EXPECT_NEAR(filter.weights[i], (1.0 - distance_hz / step_hz) / step_hz, 1e-8);
    }
}

}  // namespace
}  // namespace attacca::analysis
