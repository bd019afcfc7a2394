#include "attacca/kernels/gain.h"

#include <bit>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class Gain : public PathTest {};
ATTACCA_ON_EVERY_PATH(Gain);

double ramp_at(GainRamp ramp, std::size_t frame, std::size_t frames) {
    const double from = ramp.from;
    return from + (ramp.to - from) * static_cast<double>(frame) / static_cast<double>(frames);
}

TEST_P(Gain, MultipliesEverySample) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> samples(size);
        fill_noise(samples, 1.0F, 1);
        auto before = samples;
        apply_gain(samples.data(), size, 0.3F);
        for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(samples[i], before[i] * 0.3F);
        EXPECT_TRUE(samples.guards_intact());
    }
}

TEST_P(Gain, RampsLinearlyAndAlikeInEveryChannel) {
    constexpr GainRamp kRamp{.from = 0.25F, .to = 2.0F};
    for (std::size_t channels = 1; channels <= 8; ++channels) {
        for (const std::size_t frames : kAwkwardSizes) {
            UnalignedSpan<float> samples(frames * channels);
            fill_noise(samples, 1.0F, 2);
            auto before = samples;
            apply_gain_ramp(samples.data(), frames, channels, kRamp);
            for (std::size_t i = 0; i < samples.size(); ++i) {
                ASSERT_NEAR(samples[i], before[i] * ramp_at(kRamp, i / channels, frames), 1e-6) << channels;
            }
            EXPECT_TRUE(samples.guards_intact());
        }
    }
}

TEST_P(Gain, ARampInTwoBlocksIsTheRampInOne) {
    UnalignedSpan<float> whole(512);
    fill_noise(whole, 1.0F, 3);
    auto halves = whole;
    apply_gain_ramp(whole.data(), 256, 2, {.from = 0.0F, .to = 1.0F});
    apply_gain_ramp(halves.data(), 128, 2, {.from = 0.0F, .to = 0.5F});
    apply_gain_ramp(halves.data() + 256, 128, 2, {.from = 0.5F, .to = 1.0F});
    for (std::size_t i = 0; i < whole.size(); ++i) ASSERT_NEAR(whole[i], halves[i], 1e-6);
}

TEST_P(Gain, UnityLeavesEveryBitIncludingNan) {
    UnalignedSpan<float> samples(64);
    fill_noise(samples, 1.0F, 4);
    samples[3] = -0.0F;
    auto before = samples;
    apply_gain_ramp(samples.data(), 32, 2, {.from = 1.0F, .to = 1.0F});
    for (std::size_t i = 0; i < 64; ++i) {
        ASSERT_EQ(std::bit_cast<std::uint32_t>(samples[i]), std::bit_cast<std::uint32_t>(before[i]));
    }
}

TEST_P(Gain, AddsTheScaledInput) {
    for (const std::size_t size : kAwkwardSizes) {
        UnalignedSpan<float> in(size);
        UnalignedSpan<float> sum(size);
        fill_noise(in, 1.0F, 5);
        fill_noise(sum, 1.0F, 6);
        auto before = sum;
        mix_add(in.data(), sum.data(), size, -0.7F);
        for (std::size_t i = 0; i < size; ++i) ASSERT_NEAR(sum[i], before[i] - 0.7 * in[i], 1e-6);
        EXPECT_TRUE(sum.guards_intact());
    }
}

TEST_P(Gain, CrossfadesFromOneToTheOther) {
    constexpr GainRamp kShare{.from = 0.0F, .to = 1.0F};
    for (std::size_t channels = 1; channels <= 8; ++channels) {
        for (const std::size_t frames : kAwkwardSizes) {
            UnalignedSpan<float> from(frames * channels);
            UnalignedSpan<float> to(frames * channels);
            fill_noise(from, 1.0F, 7);
            fill_noise(to, 1.0F, 8);
            auto out = from;  // In place, as the engine does.
            crossfade(out.data(), to.data(), out.data(), frames, channels, kShare);
            for (std::size_t i = 0; i < out.size(); ++i) {
                const double share = ramp_at(kShare, i / channels, frames);
                ASSERT_NEAR(out[i], (1 - share) * from[i] + share * to[i], 1e-6);
            }
            EXPECT_TRUE(out.guards_intact());
        }
    }
}

}  // namespace
}  // namespace attacca::kernels
