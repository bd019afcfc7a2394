#include "option_values.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loop_argument.h"

namespace attacca::app {
namespace {

using Words = std::vector<std::string>;

TEST(ParsePosition, TakesSecondsClocksAndFrames) {
    EXPECT_DOUBLE_EQ(parse_position("12.5")->seconds, 12.5);
    EXPECT_DOUBLE_EQ(parse_position("1:30")->seconds, 90.0);
    EXPECT_DOUBLE_EQ(parse_position("1:00:01.25")->seconds, 3601.25);
    EXPECT_EQ(parse_position("48000f")->frames, 48000U);
    EXPECT_FALSE(parse_position("12.5")->frames);
    EXPECT_EQ(parse_position("0")->seconds, 0.0);
}

TEST(ParsePosition, RefusesAllElse) {
    for (const char* text : {"", "f", "-1", "-0", "1.5f", "-3f", "nan", "inf", "1e300", "1:", ":30", "1:-2", "abc", "3s",
                             "99999999999999999999999f"}) {
        const auto position = parse_position(text);
        ASSERT_FALSE(position) << text;
        EXPECT_EQ(position.error().code, ErrorCode::invalid_argument) << text;
    }
}

TEST(LoopValues, AloneMeansAllAndSwallowsNoFile) {
    EXPECT_EQ(with_loop_values({"play", "--loop", "a.wav"}), (Words{"play", "--loop=all", "a.wav"}));
    EXPECT_EQ(with_loop_values({"play", "a.wav", "--loop"}), (Words{"play", "a.wav", "--loop=all"}));
    EXPECT_EQ(with_loop_values({"play", "--loop", "--shuffle"}), (Words{"play", "--loop=all", "--shuffle"}));
}

TEST(LoopValues, TakesItsThreeWordsAndLeavesTheRest) {
    EXPECT_EQ(with_loop_values({"play", "--loop", "one", "a.wav"}), (Words{"play", "--loop=one", "a.wav"}));
    EXPECT_EQ(with_loop_values({"play", "--loop=off", "a.wav"}), (Words{"play", "--loop=off", "a.wav"}));
    EXPECT_EQ(with_loop_values({"play", "--", "--loop"}), (Words{"play", "--", "--loop"}));
    EXPECT_EQ(with_loop_values({}), Words{});
}

TEST(ExplainChoice, NamesTheNearestAndAllOfThem) {
    EXPECT_EQ(explain_choice("albun", {"off", "track", "album"}),
              "unknown value albun; did you mean album? (off, track, album)");
    EXPECT_EQ(explain_choice("xyzzy", {"off", "on"}), "unknown value xyzzy (off, on)");
}

TEST(PictureSize, IsTwoNumbersWithinLimits) {
    const auto size = parse_picture_size("1920x1080");
    ASSERT_TRUE(size);
    EXPECT_EQ(size->width, 1920U);
    EXPECT_EQ(size->height, 1080U);
    for (const char* text : {"", "1920", "1920x", "x1080", "1920x1080x3", "1920 x 1080", "-640x480", "16x16", "99999x720"}) {
        const auto refused = parse_picture_size(text);
        ASSERT_FALSE(refused) << text;
        EXPECT_NE(refused.error().detail.find("4096x4096"), std::string::npos);
    }
}

}  // namespace
}  // namespace attacca::app
