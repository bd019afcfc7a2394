#include "player/monitor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace attacca::player {
namespace {

constexpr double kRate = 48000.0;
constexpr std::size_t kFrames = 64;

void hear(MonitorRing& ring, float value, std::size_t channels, std::size_t frames = kFrames) {
    const std::vector<float> input(frames * channels, value);
    ring.hear({input, channels});
}

std::vector<float> play(MonitorRing& ring) {
    std::vector<float> output(2 * kFrames, 9.0F);
    ring.play({output, 2});
    return output;
}

bool silent(const std::vector<float>& output) {
    return std::ranges::all_of(output, [](float sample) { return sample == 0.0F; });
}

TEST(MonitorRing, IsSilentUntilTwoBlocksWaitThenGlidesToItsGain) {
    MonitorRing ring(kRate, 1);
    ring.set_gain_db(0.0);
    EXPECT_TRUE(silent(play(ring)));
    hear(ring, 0.5F, 1);
    EXPECT_TRUE(silent(play(ring)));
    hear(ring, 0.5F, 1);
    const auto glide = play(ring);
    EXPECT_EQ(glide[0], 0.0F);
    EXPECT_EQ(glide[64], glide[65]) << "one channel on both sides";
    EXPECT_TRUE(std::ranges::is_sorted(glide));
    EXPECT_NEAR(play(ring).back(), 0.5F, 1e-6);
}

TEST(MonitorRing, IsSilentAgainWhenNothingComesAndThenWaitsForOneBlockMore) {
    MonitorRing ring(kRate, 2);
    ring.set_gain_db(0.0);
    hear(ring, 0.25F, 2, 2 * kFrames);
    EXPECT_FALSE(silent(play(ring)));
    EXPECT_FALSE(silent(play(ring)));
    EXPECT_TRUE(silent(play(ring)));
    hear(ring, 0.25F, 2, 2 * kFrames);
    EXPECT_TRUE(silent(play(ring)));
    hear(ring, 0.25F, 2);
    EXPECT_FALSE(silent(play(ring)));
}

TEST(MonitorRing, LeavesOutWhatHasWaitedTooLong) {
    MonitorRing ring(kRate, 1);
    ring.set_gain_db(0.0);
    hear(ring, 0.25F, 1, 8192);
    hear(ring, 0.75F, 1, 2 * kFrames);
    (void)play(ring);
    EXPECT_NEAR(play(ring).back(), 0.75F, 1e-6);
}

TEST(MonitorRing, NeverAddsGain) {
    MonitorRing ring(kRate, 1);
    ring.set_gain_db(30.0);
    hear(ring, 0.5F, 1, 4 * kFrames);
    (void)play(ring);
    EXPECT_NEAR(play(ring).back(), 0.5F, 1e-6);
}

TEST(MonitorRing, ResetIsAsNew) {
    MonitorRing ring(kRate, 1);
    ring.set_gain_db(0.0);
    hear(ring, 0.5F, 1, 4 * kFrames);
    (void)play(ring);
    ring.reset();
    EXPECT_TRUE(silent(play(ring)));
    hear(ring, 0.5F, 1, 2 * kFrames);
    EXPECT_EQ(play(ring)[0], 0.0F);
}

TEST(Monitor, RefusesAnOutputThatIsNotThere) {
    Monitor monitor(kRate, 1);
    const auto opened = monitor.open({.device = "nowhere", .gain_db = -12.0});
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("nowhere"), std::string::npos);
}

}  // namespace
}  // namespace attacca::player
