#include "attacca/kernels/spectral_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class SpectralRowsTest : public PathTest {};
ATTACCA_ON_EVERY_PATH(SpectralRowsTest);

struct Dictionary {
    Dictionary(std::size_t count, std::size_t its_stride)
        : stride(its_stride), values(count * stride), first(count), last(count) {
        for (std::size_t r = 0; r < count; ++r) {
            first[r] = static_cast<std::uint32_t>(kRowGranule * (r % (stride / kRowGranule)));
            last[r] = static_cast<std::uint32_t>(std::min<std::size_t>(stride, first[r] + 2 * kRowGranule));
            for (std::size_t k = first[r]; k < last[r]; ++k) {
                values[r * stride + k] = to_row_value(std::sin(static_cast<float>(1 + r * 31 + k * 7)));
            }
        }
    }
    [[nodiscard]] SpectralRows rows() const { return {values.data(), stride, first.data(), last.data()}; }
    [[nodiscard]] double at(std::size_t row, std::size_t k) const {
        return static_cast<double>(std::bit_cast<float>(std::uint32_t{values[row * stride + k]} << 16));
    }
    std::size_t stride;
    std::vector<std::uint16_t> values;
    std::vector<std::uint32_t> first, last;
};

TEST(RowValue, IsTheNearestThatEightBitsOfPrecisionAllow) {
    for (float value = 1e-6F; value < 10.0F; value *= 1.37F) {
        const auto back = std::bit_cast<float>(std::uint32_t{to_row_value(value)} << 16);
        EXPECT_NEAR(back / value, 1.0F, 1.0F / 256.0F) << value;
    }
    EXPECT_EQ(to_row_value(0.0F), 0U);
    EXPECT_EQ(to_row_value(1.0F), 0x3F80U);
    EXPECT_EQ(to_row_value(std::bit_cast<float>(0x3F80FFFFU)), 0x3F81U);
}

TEST_P(SpectralRowsTest, MixTheChosenRowsByWeight) {
    for (const std::size_t stride : {16, 48, 304}) {
        const Dictionary dictionary(9, stride);
        const std::vector<std::uint32_t> chosen = {8, 0, 3, 3, 5, 1};
        const std::vector<float> weights = {0.5F, 2.0F, -1.0F, 0.25F, 1.0F, -0.5F};
        UnalignedSpan<float> mix(stride);
        mix_rows(dictionary.rows(), chosen, weights.data(), mix.data());
        for (std::size_t k = 0; k < stride; ++k) {
            double wanted = 0.0;
            for (std::size_t i = 0; i < chosen.size(); ++i) {
                wanted += static_cast<double>(weights[i]) * dictionary.at(chosen[i], k);
            }
            ASSERT_NEAR(mix[k], wanted, 1e-6) << stride << " " << k;
        }
        EXPECT_TRUE(mix.guards_intact());
        mix_rows(dictionary.rows(), {}, nullptr, mix.data());
        for (std::size_t k = 0; k < stride; ++k) ASSERT_EQ(mix[k], 0.0F);
    }
}

TEST_P(SpectralRowsTest, CorrelateWithASpectrum) {
    for (const std::size_t stride : {16, 48, 304}) {
        const Dictionary dictionary(9, stride);
        UnalignedSpan<float> spectrum(stride), products(6);
        fill_noise(spectrum, 1.0F, 5);
        const std::vector<std::uint32_t> chosen = {1, 7, 2, 8, 0, 4};
        correlate_rows(dictionary.rows(), chosen, spectrum.data(), products.data());
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            double wanted = 0.0;
            for (std::size_t k = 0; k < stride; ++k) {
                wanted += static_cast<double>(spectrum[k]) * dictionary.at(chosen[i], k);
            }
            EXPECT_NEAR(products[i], wanted, 2e-5) << stride << " " << i;
        }
        EXPECT_TRUE(products.guards_intact());
    }
}

TEST_P(SpectralRowsTest, DivideWithAFloorUnderTheDivisor) {
    UnalignedSpan<float> target(304), mix(304), ratios(304);
    fill_noise(target, 1.0F, 1);
    fill_noise(mix, 1.0F, 2);
    for (std::size_t k = 0; k < 304; ++k) mix[k] = k % 5 == 0 ? 0.0F : std::abs(mix[k]);
    divide_spectra(target.data(), mix.data(), 304, 0.125F, ratios.data());
    for (std::size_t k = 0; k < 304; ++k) {
        const double wanted = static_cast<double>(target[k]) / (static_cast<double>(mix[k]) + 0.125);
        ASSERT_NEAR(ratios[k], wanted, 1e-6 * (1.0 + std::abs(wanted))) << k;
    }
    EXPECT_TRUE(ratios.guards_intact());
}

TEST_P(SpectralRowsTest, CompressPowers) {
    UnalignedSpan<float> powers(304), magnitudes(304);
    fill_noise(powers, 1.0F, 3);
    for (std::size_t k = 0; k < 304; ++k) powers[k] = k % 7 == 0 ? 0.0F : std::pow(std::abs(powers[k]), 9.0F);
    compress_powers(powers.data(), 304, 0.35F, magnitudes.data());
    for (std::size_t k = 0; k < 304; ++k) {
        const double wanted = std::pow(static_cast<double>(powers[k]), 0.35);
        ASSERT_NEAR(magnitudes[k], wanted, 1e-5 * wanted + 1e-10) << k;
    }
    EXPECT_TRUE(magnitudes.guards_intact());
}

TEST_P(SpectralRowsTest, TellWhatAPartIsMissedBy) {
    UnalignedSpan<float> spectrum(304), mix(304), part(304);
    fill_noise(spectrum, 1.0F, 4);
    fill_noise(mix, 1.0F, 5);
    fill_noise(part, 1.0F, 6);
    double wanted = 0.0;
    for (std::size_t k = 0; k < 304; ++k) {
        spectrum[k] = std::abs(spectrum[k]);
        mix[k] = k % 11 == 0 ? 0.0F : std::abs(mix[k]);
        part[k] = k % 3 == 0 ? 0.0F : mix[k] * std::abs(part[k]);
        const auto whole = static_cast<double>(mix[k]), its = static_cast<double>(part[k]);
        if (its <= 0.0 || its < 0.03 * whole) continue;
        wanted += static_cast<double>(spectrum[k]) * std::log(whole / std::max(whole - its, 0.02 * whole)) - its;
    }
    EXPECT_NEAR(loss_without(spectrum.data(), mix.data(), part.data(), 304), wanted, 1e-4 * std::abs(wanted));
}

}  // namespace
}  // namespace attacca::kernels
