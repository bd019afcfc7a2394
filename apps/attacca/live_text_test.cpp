#include "live_text.h"

#include <gtest/gtest.h>

#include <clocale>
#include <string>

#include "text.h"

namespace attacca::app {
namespace {

analysis::ChannelLevel level(float peak_db, float held_db) { return {.peak_db = peak_db, .held_db = held_db}; }

analysis::Levels stereo(float peak_db) {
    analysis::Levels levels;
    levels.channel_count = 2;
    levels.channels[0] = levels.channels[1] = level(peak_db, peak_db);
    return levels;
}

TEST(LevelBar, IsEmptyAtTheFloorAndFullAtFullScale) {
    EXPECT_EQ(level_bar(level(-120, -120), 6, Charset::ascii), "......");
    EXPECT_EQ(level_bar(level(0, 0), 6, Charset::ascii), "######");
    EXPECT_EQ(level_bar(level(6, 6), 6, Charset::ascii), "######");
}

TEST(LevelBar, IsLinearInDecibelsAndMarksTheHeldPeak) {
    EXPECT_EQ(level_bar(level(-30, -30), 6, Charset::ascii), "###...");
    EXPECT_EQ(level_bar(level(-30, -10), 6, Charset::ascii), "###.|.");
    EXPECT_EQ(level_bar(level(-120, -59), 6, Charset::ascii), "|.....");
}

TEST(LevelBar, DrawsEighthsWhereTheTerminalCan) {
    EXPECT_EQ(level_bar(level(-30, -120), 1, Charset::utf8), "▌");
    EXPECT_EQ(level_bar(level(-30, -30), 4, Charset::utf8), "██  ");
}

TEST(PeakText, ShowsTheLoudestChannelInAFixedWidth) {
    auto levels = stereo(-12.0F);
    levels.channels[1].held_db = -6.25F;
    EXPECT_EQ(peak_text(levels), " -6.2 dB");
    EXPECT_EQ(peak_text(stereo(-120.0F)), " -inf dB");
    EXPECT_EQ(peak_text({}), " -inf dB");
}

TEST(Compose, NeverExceedsTheTerminal) {
    std::setlocale(LC_CTYPE, "C.UTF-8");
    const auto levels = stereo(-20.0F);
    const LiveText text{.head = ">  3/12",
                        .title = std::string(60, 't'),
                        .position = "1:02 / 3:45",
                        .levels = &levels,
                        .notes = {" -6.2 dB", "CLIP", "EQ", "bit-perfect"}};
    for (const auto charset : {Charset::ascii, Charset::utf8}) {
        for (std::size_t columns = 0; columns <= 300; ++columns) {
            EXPECT_LE(display_width(compose(text, columns, charset)), columns);
        }
    }
}

TEST(Compose, LeavesOutTheLeastImportantFirst) {
    const auto levels = stereo(-20.0F);
    const LiveText text{.head = ">  1/1", .title = "Title", .position = "0:00 / 0:20", .levels = &levels,
                        .notes = {" -6.2 dB", "EQ", "bit-perfect"}};
    const auto wide = compose(text, 120, Charset::ascii);
    EXPECT_NE(wide.find("bit-perfect"), std::string::npos);
    EXPECT_NE(wide.find("Title"), std::string::npos);
    const auto narrow = compose(text, 60, Charset::ascii);
    EXPECT_EQ(narrow.find("bit-perfect"), std::string::npos);
    EXPECT_NE(narrow.find("-6.2 dB"), std::string::npos);
    EXPECT_NE(compose(text, 30, Charset::ascii).find("0:00 / 0:20"), std::string::npos);
}

TEST(Compose, GivesAShortTitleItsWholeWidth) {
    const auto levels = stereo(-20.0F);
    const LiveText text{.head = ">  1/1", .title = "A whole title of a song", .position = "0:00 / 0:20",
                        .levels = &levels, .notes = {}};
    EXPECT_NE(compose(text, 80, Charset::ascii).find("A whole title of a song"), std::string::npos);
}

}  // namespace
}  // namespace attacca::app
