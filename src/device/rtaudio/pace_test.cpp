#include "device/rtaudio/pace.h"

#include <gtest/gtest.h>

namespace attacca::device {
namespace {

TEST(Pace, AcceptsADeviceThatRunsAboutAsFastAsItShould) {
    Pace pace(48000.0, 256);
    EXPECT_FALSE(pace.judge(12000, 0.25));
    EXPECT_FALSE(pace.judge(11000, 0.3));
    EXPECT_FALSE(pace.judge(256, 0.25)) << "a busy machine is no lost device";
    EXPECT_FALSE(pace.judge(12000 + 96000, 0.25)) << "buffers that fill up at the start";
}

TEST(Pace, FindsADeviceThatStandsStillForASecond) {
    Pace pace(44100.0, 256);
    EXPECT_FALSE(pace.judge(0, 0.4));
    EXPECT_FALSE(pace.judge(0, 0.4));
    EXPECT_TRUE(pace.judge(0, 0.4));
}

TEST(Pace, BeginsAnewWhenSoundMovesAgain) {
    Pace pace(44100.0, 256);
    EXPECT_FALSE(pace.judge(0, 0.8));
    EXPECT_FALSE(pace.judge(256, 0.2));
    EXPECT_FALSE(pace.judge(0, 0.8));
}

TEST(Pace, WaitsForBlocksThatAreLongerThanASecond) {
    Pace pace(8000.0, 65536);
    EXPECT_FALSE(pace.judge(0, 20.0));
    EXPECT_TRUE(pace.judge(0, 5.0));
}

TEST(Pace, FindsADeviceThatRunsAway) {
    EXPECT_TRUE(Pace(44100.0, 256).judge(44100 * 9, 0.25));
    EXPECT_TRUE(Pace(44100.0, 256).judge(100'000'000, 2.0));
}

}  // namespace
}  // namespace attacca::device
