#include "attacca/kernels/spectral_rows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class SpectralRowsTest : public PathTest {};
ATTACCA_ON_EVERY_PATH(SpectralRowsTest);

struct Dictionary {
    Dictionary(std::size_t count, std::size_t its_stride) : stride(its_stride), values(count * stride), first(count) {
        for (std::size_t r = 0; r < count; ++r) {
            first[r] = static_cast<std::uint32_t>(kRowGranule * (r % (stride / kRowGranule)));
            for (std::size_t k = first[r]; k < stride; ++k) {
                values[r * stride + k] = std::sin(static_cast<float>(1 + r * 31 + k * 7));
            }
        }
    }
    [[nodiscard]] SpectralRows rows() const { return {values.data(), stride, first.data()}; }
    std::size_t stride;
    std::vector<float> values;
    std::vector<std::uint32_t> first;
};

TEST_P(SpectralRowsTest, MixTheChosenRowsByWeight) {
    for (const std::size_t stride : {16, 48, 304}) {
        const Dictionary dictionary(9, stride);
        const std::vector<std::uint32_t> chosen = {8, 0, 3, 3};
        const std::vector<float> weights = {0.5F, 2.0F, -1.0F, 0.25F};
        UnalignedSpan<float> mix(stride);
        mix_rows(dictionary.rows(), chosen, weights.data(), mix.data());
        for (std::size_t k = 0; k < stride; ++k) {
            double wanted = 0.0;
            for (std::size_t i = 0; i < chosen.size(); ++i) {
                wanted += static_cast<double>(weights[i]) * dictionary.values[chosen[i] * stride + k];
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
        UnalignedSpan<float> spectrum(stride), products(3);
        fill_noise(spectrum, 1.0F, 5);
        const std::vector<std::uint32_t> chosen = {1, 7, 2};
        correlate_rows(dictionary.rows(), chosen, spectrum.data(), products.data());
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            double wanted = 0.0;
            for (std::size_t k = 0; k < stride; ++k) {
                wanted += static_cast<double>(spectrum[k]) * dictionary.values[chosen[i] * stride + k];
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

}  // namespace
}  // namespace attacca::kernels
