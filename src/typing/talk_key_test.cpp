#include "attacca/typing/talk_key.h"

#include <gtest/gtest.h>

namespace attacca::typing {
namespace {

using enum TalkAction;

TalkKey::Time at_ms(int time_ms) { return TalkKey::Time{} + std::chrono::milliseconds(time_ms); }

TEST(TalkKey, HoldSpeaksWhileItIsDown) {
    TalkKey key({.mode = TalkMode::hold});
    EXPECT_EQ(key.pressed(at_ms(0)), start);
    EXPECT_TRUE(key.talking());
    EXPECT_EQ(key.released(at_ms(2000)), stop);
    EXPECT_FALSE(key.talking());
    EXPECT_EQ(key.pressed(at_ms(2100)), start);
}

TEST(TalkKey, HoldForgetsASlip) {
    TalkKey key({.mode = TalkMode::hold, .shortest_hold = std::chrono::milliseconds(150)});
    EXPECT_EQ(key.pressed(at_ms(0)), start);
    EXPECT_EQ(key.released(at_ms(149)), cancel);
    EXPECT_FALSE(key.talking());
    EXPECT_EQ(key.pressed(at_ms(500)), start);
    EXPECT_EQ(key.released(at_ms(650)), stop);
}

TEST(TalkKey, ToggleNeedsNoHolding) {
    TalkKey key({.mode = TalkMode::toggle});
    EXPECT_EQ(key.pressed(at_ms(0)), start);
    EXPECT_EQ(key.released(at_ms(50)), none);
    EXPECT_EQ(key.pressed(at_ms(3000)), stop);
    EXPECT_EQ(key.released(at_ms(3050)), none);
    EXPECT_EQ(key.pressed(at_ms(3060)), start);
}

TEST(TalkKey, PressesThatTheKeyboardRepeatsMeanNothing) {
    for (const auto mode : {TalkMode::hold, TalkMode::toggle, TalkMode::double_tap}) {
        TalkKey key({.mode = mode});
        (void)key.pressed(at_ms(0));
        for (int time_ms = 250; time_ms < 1000; time_ms += 30) EXPECT_EQ(key.pressed(at_ms(time_ms)), none);
        EXPECT_EQ(key.talking(), mode != TalkMode::double_tap);
    }
}

TEST(TalkKey, DoubleTapNeedsTwoThatAreNear) {
    TalkKey key({.mode = TalkMode::double_tap, .double_tap = std::chrono::milliseconds(400)});
    EXPECT_EQ(key.pressed(at_ms(0)), none);
    EXPECT_EQ(key.released(at_ms(60)), none);
    EXPECT_EQ(key.pressed(at_ms(401)), none) << "too late: the first of another pair";
    EXPECT_EQ(key.released(at_ms(460)), none);
    EXPECT_EQ(key.pressed(at_ms(801)), start);
    EXPECT_EQ(key.released(at_ms(850)), none);
    EXPECT_EQ(key.pressed(at_ms(5000)), stop);
    EXPECT_EQ(key.released(at_ms(5050)), none);
    EXPECT_EQ(key.pressed(at_ms(5200)), none) << "the press that ended it is not half of a new pair";
    EXPECT_EQ(key.released(at_ms(5250)), none);
    EXPECT_EQ(key.pressed(at_ms(5400)), start);
}

TEST(TalkKey, OthersStartAndStopToo) {
    TalkKey key({.mode = TalkMode::hold});
    EXPECT_EQ(key.toggle(), start);
    EXPECT_EQ(key.start(), none);
    EXPECT_EQ(key.pressed(at_ms(0)), none);
    EXPECT_EQ(key.released(at_ms(1000)), none) << "this press did not begin it";
    EXPECT_TRUE(key.talking());
    EXPECT_EQ(key.stop(), stop);
    EXPECT_EQ(key.stop(), none);
}

TEST(TalkKey, ReleaseAfterSomebodyElseStoppedMeansNothing) {
    TalkKey key({.mode = TalkMode::hold});
    EXPECT_EQ(key.pressed(at_ms(0)), start);
    EXPECT_EQ(key.stop(), stop);
    EXPECT_EQ(key.released(at_ms(900)), none);
    EXPECT_EQ(key.pressed(at_ms(1000)), start);
}

}  // namespace
}  // namespace attacca::typing
