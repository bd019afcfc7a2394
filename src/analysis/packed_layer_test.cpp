#include "analysis/packed_layer.h"

#include <gtest/gtest.h>

namespace attacca::analysis {
namespace {

TEST(PackedLayer, UnpacksToValuesTimesBothScales) {
    constexpr std::uint16_t kQuarter = 0x3400, kOne = 0x3C00, kTwo = 0x4000, kMinusHalf = 0xB800;
    const PackedLayer<2, 3> packed{.values = {1, -127, 3, 0, 5, 127},
                                   .input_scales = {kOne, kTwo},
                                   .output_scales = {kOne, kQuarter, kTwo},
                                   .biases = {kOne, kMinusHalf, 0}};
    std::array<float, 6> weights{};
    std::array<float, 3> biases{};
    packed.unpack_into(weights, biases);
    EXPECT_EQ(weights, (std::array{1.0F, -31.75F, 6.0F, 0.0F, 2.5F, 508.0F}));
    EXPECT_EQ(biases, (std::array{1.0F, -0.5F, 0.0F}));
}

}  // namespace
}  // namespace attacca::analysis
