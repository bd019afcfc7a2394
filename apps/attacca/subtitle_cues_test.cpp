#include "subtitle_cues.h"

#include <gmock/gmock.h>

namespace attacca::app {
namespace {

using testing::ElementsAre;

speech::Transcript said(const std::string& text, double begin_s, double word_s) {
    speech::Transcript transcript{.text = text, .words = {}};
    std::size_t begin = 0;
    for (int i = 0; begin < text.size(); ++i) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        transcript.words.push_back({.text = text.substr(begin, end - begin),
                                    .begin_s = begin_s + i * word_s,
                                    .end_s = begin_s + (i + 1) * word_s,
                                    .confidence = 1.0F});
        begin = end + 1;
    }
    return transcript;
}

TEST(SubtitleCues, AreOneLineWhereTheTextIsShort) {
    const auto cues = subtitle_cues(said("open the window", 2.0, 0.4), 1.8, 3.5);
    ASSERT_EQ(cues.size(), 1U);
    EXPECT_THAT(cues[0].lines, ElementsAre("open the window"));
    EXPECT_DOUBLE_EQ(cues[0].begin_s, 2.0);
    EXPECT_DOUBLE_EQ(cues[0].end_s, 3.2);
}

TEST(SubtitleCues, WrapLongLinesInTheMiddle) {
    const auto cues =
        subtitle_cues(said("the weather will be cold with rain in the north and wind", 0.0, 0.3), 0.0, 4.0);
    ASSERT_EQ(cues.size(), 1U);
    EXPECT_THAT(cues[0].lines, ElementsAre("the weather will be cold with", "rain in the north and wind"));
}

TEST(SubtitleCues, AreCutAtWordsAndNeverOverlap) {
    std::string text = "word";
    for (int i = 0; i < 60; ++i) text += " another" + std::to_string(i);
    const auto cues = subtitle_cues(said(text, 0.0, 0.25), 0.0, 16.0);
    ASSERT_GT(cues.size(), 5U);
    std::string all;
    for (std::size_t i = 0; i < cues.size(); ++i) {
        ASSERT_LE(cues[i].lines.size(), 2U);
        for (const std::string& line : cues[i].lines) {
            EXPECT_LE(line.size(), 50U);
            all += (all.empty() ? "" : " ") + line;
        }
        EXPECT_GT(cues[i].end_s, cues[i].begin_s);
        if (i > 0) {
            EXPECT_GE(cues[i].begin_s, cues[i - 1].end_s);
        }
    }
    EXPECT_EQ(all, text);
}

TEST(SubtitleCues, LastAFewSecondsHoweverSlowlySomebodySpeaks) {
    for (const auto& cue : subtitle_cues(said("one two three four five six", 0.0, 3.0), 0.0, 18.0)) {
        EXPECT_LE(cue.end_s - cue.begin_s, 7.0);
    }
}

TEST(SubtitleCues, ShareOutTheTimeWhereWordsHaveNone) {
    std::string text = "a";
    for (int i = 0; i < 99; ++i) text += " b";
    const auto cues = subtitle_cues({.text = text, .words = {}}, 10.0, 20.0);
    ASSERT_EQ(cues.size(), 3U);
    EXPECT_DOUBLE_EQ(cues.front().begin_s, 10.0);
    EXPECT_NEAR(cues.back().end_s, 20.0, 1e-9);
    EXPECT_NEAR(cues[1].begin_s, cues[0].end_s, 1e-9);
}

TEST(SubtitleCues, KeepWhatCannotBeWrapped) {
    const std::string endless(200, 'x');
    const auto cues = subtitle_cues(said(endless, 0.0, 1.0), 0.0, 1.0);
    ASSERT_EQ(cues.size(), 1U);
    EXPECT_THAT(cues[0].lines, ElementsAre(endless));
    EXPECT_TRUE(subtitle_cues({}, 0.0, 1.0).empty());
}

}  // namespace
}  // namespace attacca::app
