#include "attacca/kernels/bars.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

class Bars : public PathTest {};
ATTACCA_ON_EVERY_PATH(Bars);

TEST_P(Bars, SumsBinsAndNothingBeyondThem) {
    std::vector<float> bins(6000 + kBinPadding, kNan);
    for (std::size_t i = 0; i < 6000; ++i) bins[i] = 0.5F + static_cast<float>(i % 17);
    for (const std::size_t size : kAwkwardSizes) {
        const BinRange ranges[] = {{3, static_cast<std::uint32_t>(size)}, {0, 0}, {5999, 1}};
        double wanted = 0.0;
        for (std::size_t i = 3; i < 3 + size; ++i) wanted += bins[i];
        UnalignedSpan<float> sums(3);
        sum_bins(bins.data(), ranges, 0.25F, sums.data());
        EXPECT_NEAR(sums[0], 0.25 * wanted, 1e-6 * wanted) << size;
        EXPECT_EQ(sums[1], 0.0F);
        EXPECT_EQ(sums[2], 0.25F * bins[5999]);
        EXPECT_TRUE(sums.guards_intact());
    }
}

TEST_P(Bars, CountsSumsThatAreNoPowersAsSilence) {
    std::vector<float> bins(40 + kBinPadding, 1.0F);
    bins[4] = kNan;
    bins[14] = kInfinity;
    bins[24] = 2e12F;
    const BinRange ranges[] = {{0, 10}, {10, 10}, {20, 10}, {30, 10}};
    float sums[4];
    sum_bins(bins.data(), ranges, 1.0F, sums);
    EXPECT_EQ(sums[0], 0.0F);
    EXPECT_EQ(sums[1], 0.0F);
    EXPECT_EQ(sums[2], 0.0F);
    EXPECT_EQ(sums[3], 10.0F);
}

TEST_P(Bars, SmoothHoldAndFallLikeTheirDefinition) {
    const BarMotion motion{.kept = 0.75F, .hold_hops = 2.0F, .fall = 0.5F};
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> newest(size), powers(size, 0.0F), peaks(size, 0.0F), ages(size, 0.0F);
        std::vector<double> power(size), peak(size), age(size);
        for (std::uint32_t hop = 0; hop < 12; ++hop) {
            fill_noise(newest, hop < 4 ? 1.0F : 0.01F, hop + 1);
            for (std::size_t i = 0; i < size; ++i) newest[i] = std::abs(newest[i]);
            move_bars(newest.data(), motion, {powers.data(), peaks.data(), ages.data(), size});
            for (std::size_t i = 0; i < size; ++i) {
                power[i] = 0.75 * power[i] + 0.25 * static_cast<double>(newest[i]);
                age[i] = power[i] >= peak[i] ? 0.0 : age[i] + 1.0;
                if (age[i] == 0.0) peak[i] = power[i];
                if (age[i] > 2.0) peak[i] = std::max(power[i], 0.5 * peak[i]);
                ASSERT_NEAR(powers[i], power[i], 1e-6) << size << " " << hop;
                ASSERT_NEAR(peaks[i], peak[i], 1e-6) << size << " " << hop;
            }
        }
        EXPECT_TRUE(powers.guards_intact() && peaks.guards_intact() && ages.guards_intact());
    }
}

TEST_P(Bars, TellPowersInDecibels) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> powers(size), levels(size);
        fill_noise(powers, 12.0F, 3);
        for (std::size_t i = 0; i < size; ++i) powers[i] = std::pow(10.0F, powers[i]);
        power_to_db(powers.data(), size, 0.5F, levels.data());
        for (std::size_t i = 0; i < size; ++i) {
            const double exact = std::max(-120.0, 10.0 * std::log10(0.5 * static_cast<double>(powers[i])));
            ASSERT_NEAR(levels[i], exact, 2e-5) << powers[i];
        }
        EXPECT_TRUE(levels.guards_intact());
    }
}

TEST_P(Bars, TellWhatIsNoPowerInDecibelsToo) {
    const float powers[] = {0.0F, -1.0F, kNan, 1e-13F, 1e-40F, 1.0F, kInfinity};
    float levels[std::size(powers)];
    power_to_db(powers, std::size(powers), 1.0F, levels);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(levels[i], -120.0F) << i;
    EXPECT_EQ(levels[5], 0.0F);
    EXPECT_GT(levels[6], 380.0F);
    EXPECT_TRUE(std::isfinite(levels[6]));
}

}  // namespace
}  // namespace attacca::kernels
