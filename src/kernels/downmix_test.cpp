#include "attacca/kernels/downmix.h"

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class Downmix : public PathTest {};
ATTACCA_ON_EVERY_PATH(Downmix);

TEST(MixMatrix, SurroundToStereoKeepsTheRelationsOfBs775) {
    const auto m = mix_matrix(6, 2);
    const float left = m.gain[0][0];
    EXPECT_NEAR(left * (1 + 2 * 0.70710678), 1.0, 1e-6);
    EXPECT_NEAR(m.gain[0][2] / left, 0.70710678, 1e-6);
    EXPECT_NEAR(m.gain[0][4] / left, 0.70710678, 1e-6);
    EXPECT_EQ(m.gain[0][1], 0.0F);
    EXPECT_EQ(m.gain[0][3], 0.0F) << "LFE is left out";
    EXPECT_EQ(m.gain[0][5], 0.0F);
    EXPECT_EQ(m.gain[1][1], left);
}

TEST(MixMatrix, SurroundToMonoKeepsTheRelationsOfBs775) {
    const auto m = mix_matrix(6, 1);
    const float center = m.gain[0][2];
    EXPECT_NEAR(m.gain[0][0] / center, 0.70710678, 1e-6);
    EXPECT_NEAR(m.gain[0][4] / center, 0.5, 1e-6);
    const auto with_back = mix_matrix(7, 1);
    EXPECT_NEAR(with_back.gain[0][4] / with_back.gain[0][2], 0.5, 1e-6);
}

TEST(MixMatrix, StereoAndMono) {
    EXPECT_FLOAT_EQ(mix_matrix(2, 1).gain[0][0], 0.5F);
    EXPECT_FLOAT_EQ(mix_matrix(2, 1).gain[0][1], 0.5F);
    EXPECT_EQ(mix_matrix(1, 2).gain[0][0], 1.0F);
    EXPECT_EQ(mix_matrix(1, 2).gain[1][0], 1.0F);
    EXPECT_EQ(mix_matrix(1, 6).gain[2][0], 1.0F) << "mono is the center of a layout that has one";
}

TEST(MixMatrix, SameLayoutIsIdentityAndNoRowCanClip) {
    for (std::size_t in = 1; in <= 8; ++in) {
        for (std::size_t out = 1; out <= 8; ++out) {
            const auto m = mix_matrix(in, out);
            for (std::size_t o = 0; o < out; ++o) {
                float sum = 0.0F;
                for (std::size_t i = 0; i < in; ++i) {
                    sum += m.gain[o][i];
                    if (in == out) {
                        ASSERT_EQ(m.gain[o][i], o == i ? 1.0F : 0.0F);
                    }
                }
                ASSERT_LE(sum, 1.000001F) << in << " to " << out;
            }
        }
    }
}

TEST(MixMatrix, NothingButTheLowChannelIsLost) {
    for (std::size_t in = 1; in <= 8; ++in) {
        for (std::size_t out = 1; out <= 8; ++out) {
            const auto m = mix_matrix(in, out);
            for (std::size_t i = 0; i < in; ++i) {
                if (in >= 6 && i == 3) continue;
                float sum = 0.0F;
                for (std::size_t o = 0; o < out; ++o) sum += m.gain[o][i];
                ASSERT_GT(sum, 0.1F) << "channel " << i << " of " << in << " to " << out;
            }
        }
    }
}

TEST_P(Downmix, AppliesTheMatrixToEveryFrame) {
    for (std::size_t in_channels = 1; in_channels <= 8; ++in_channels) {
        for (const std::size_t out_channels : {1, 2, 5, 8}) {
            const auto m = mix_matrix(in_channels, out_channels);
            for (const std::size_t frames : kAwkwardSizes) {
                UnalignedSpan<float> in(frames * in_channels);
                fill_noise(in, 1.0F, 1);
                UnalignedSpan<float> out(frames * out_channels);
                mix_channels(m, in.data(), frames, out.data());
                for (std::size_t i = 0; i < out.size(); ++i) {
                    double expected = 0.0;
                    for (std::size_t c = 0; c < in_channels; ++c) {
                        expected +=
                            static_cast<double>(m.gain[i % out_channels][c]) * in[i / out_channels * in_channels + c];
                    }
                    ASSERT_NEAR(out[i], expected, 1e-6);
                }
                EXPECT_TRUE(out.guards_intact());
            }
        }
    }
}

}  // namespace
}  // namespace attacca::kernels
