#include "attacca/kernels/level.h"

#include <cmath>
#include <limits>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class Level : public PathTest {};
ATTACCA_ON_EVERY_PATH(Level);

TEST_P(Level, MeasuresEachChannelAsADoubleLoopDoes) {
    for (std::size_t channels = 1; channels <= 8; ++channels) {
        for (const std::size_t frames : kAwkwardSizes) {
            UnalignedSpan<float> in(frames * channels);
            fill_noise(in, 1.0F, static_cast<std::uint32_t>(channels));
            std::vector<ChannelPower> powers(channels);
            measure_channels(in.data(), frames, channels, powers.data());
            for (std::size_t c = 0; c < channels; ++c) {
                float largest = 0.0F;
                double sum = 0.0;
                for (std::size_t i = c; i < in.size(); i += channels) {
                    largest = std::max(largest, std::abs(in[i]));
                    sum += static_cast<double>(in[i]) * in[i];
                }
                ASSERT_EQ(powers[c].peak, largest) << channels << " channels, " << frames << " frames";
                ASSERT_NEAR(powers[c].sum_of_squares, sum, 1e-6 * sum);
            }
        }
    }
}

TEST_P(Level, OneChannelFunctionsAgree) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> in(size);
        fill_noise(in, 2.0F, 9);
        ChannelPower power;
        measure_channels(in.data(), size, 1, &power);
        EXPECT_EQ(peak(in.data(), size), power.peak);
        EXPECT_EQ(sum_of_squares(in.data(), size), power.sum_of_squares);
    }
}

TEST_P(Level, PeakPassesOverNan) {
    UnalignedSpan<float> in(253);
    fill_noise(in, 0.5F, 10);
    in[100] = -0.75F;
    for (const std::size_t place : {0, 99, 101, 252}) in[place] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_EQ(peak(in.data(), in.size()), 0.75F);
    EXPECT_FALSE(std::isfinite(sum_of_squares(in.data(), in.size())));
}

}  // namespace
}  // namespace attacca::kernels
