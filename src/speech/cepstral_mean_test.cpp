#include "speech/cepstral_mean.h"

#include <gtest/gtest.h>

#include <array>

namespace attacca::speech {
namespace {

std::array<float, 2> zero_seen_by(const CepstralMean& mean) {
    std::array<float, 2> frame{};
    mean.subtract_from(frame);
    return {-frame[0], -frame[1]};
}

TEST(CepstralMean, IsTheAssumptionUntilSomethingIsHeard) {
    const CepstralMean mean({.assumed = {40.0F, -5.0F}, .assumed_frames = 10.0});
    EXPECT_FLOAT_EQ(zero_seen_by(mean)[0], 40.0F);
    EXPECT_FLOAT_EQ(zero_seen_by(mean)[1], -5.0F);
}

TEST(CepstralMean, WeighsTheAssumptionLikeThatManyFrames) {
    CepstralMean mean({.assumed = {40.0F, -5.0F}, .assumed_frames = 10.0});
    const std::array<float, 2> frame = {20.0F, 5.0F};
    for (int i = 0; i < 10; ++i) mean.add(frame);
    EXPECT_FLOAT_EQ(zero_seen_by(mean)[0], 30.0F);
    EXPECT_FLOAT_EQ(zero_seen_by(mean)[1], 0.0F);
}

TEST(CepstralMean, ForgetsWhatIsLongAgo) {
    CepstralMean mean({.assumed = {0.0F, 0.0F}, .assumed_frames = 1.0, .memory_frames = 50.0});
    const std::array<float, 2> before = {10.0F, 10.0F};
    const std::array<float, 2> now = {-10.0F, 30.0F};
    for (int i = 0; i < 1000; ++i) mean.add(before);
    for (int i = 0; i < 500; ++i) mean.add(now);
    EXPECT_NEAR(zero_seen_by(mean)[0], -10.0F, 0.01);
    EXPECT_NEAR(zero_seen_by(mean)[1], 30.0F, 0.01);
}

}  // namespace
}  // namespace attacca::speech
