#include "attacca/player/live_input.h"

#include <gtest/gtest.h>

#include <chrono>

namespace attacca::player {
namespace {

TEST(LiveInput, BringsWhatTheDeviceCaptures) {
    auto input = LiveInput::open({.device = "null", .channels = 2, .block_frames = 256});
    ASSERT_TRUE(input);
    EXPECT_EQ((*input)->given().channels, 2U);
    EXPECT_FALSE((*input)->device_name().empty());
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    std::size_t samples = 0;
    while (samples < 2 * 2048 && std::chrono::steady_clock::now() < deadline) {
        const auto some = (*input)->read();
        EXPECT_EQ(some.size() % 2, 0U);
        for (const float sample : some) ASSERT_EQ(sample, 0.0F);
        samples += some.size();
    }
    EXPECT_GE(samples, 2U * 2048);
    EXPECT_EQ((*input)->lost_frames(), 0U);
    EXPECT_FALSE((*input)->failure());
}

TEST(LiveInput, KnowsWhenItsFramesWereCaptured) {
    const auto before = CaptureClock::now();
    auto input = LiveInput::open({.device = "null", .block_frames = 480});
    ASSERT_TRUE(input);
    std::uint64_t frames = 0;
    const auto deadline = before + std::chrono::seconds(20);
    while (frames < 4800 && CaptureClock::now() < deadline) frames += (*input)->read().size();
    ASSERT_GE(frames, 4800U);
    const auto last = (*input)->captured_at(frames - 1);
    EXPECT_LT(last, CaptureClock::now());
    EXPECT_GT(last, before);
    EXPECT_LT((*input)->captured_at(0), last);
    EXPECT_GT((*input)->captured_at(0), before - std::chrono::milliseconds(10)) << "one block before it was brought";
}

TEST(LiveInput, CountsWhatIsNotReadInTime) {
    auto input = LiveInput::open({.device = "null", .channels = 1});
    ASSERT_TRUE(input);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while ((*input)->lost_frames() == 0 && std::chrono::steady_clock::now() < deadline) {
    }
    EXPECT_GT((*input)->lost_frames(), 0U);
}

TEST(LiveInput, NamesADeviceThatIsNotThere) {
    const auto input = LiveInput::open({.device = "no-such-device"});
    ASSERT_FALSE(input);
    EXPECT_NE(input.error().detail.find("no-such-device"), std::string::npos);
}

}  // namespace
}  // namespace attacca::player
