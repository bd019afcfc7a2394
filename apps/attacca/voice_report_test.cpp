#include "voice_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace attacca::app {
namespace {

const SpokenSegment kSegment{.start_s = 1.25, .end_s = 2.5, .decided_s = 1.31234567, .file = {}};

TEST(VoiceReport, CsvHasTheColumnsOfItsHeading) {
    EXPECT_STREQ(kSegmentColumns, "start_s,end_s,decided_s\n");
    EXPECT_EQ(segment_csv(kSegment), "1.2500,2.5000,1.3123\n");
    EXPECT_STREQ(kProbabilityColumns, "time_s,probability\n");
    EXPECT_EQ(probability_csv(0.01, 0.1234567F), "0.0100,0.123457\n");
}

TEST(VoiceReport, JsonIsAnObjectALine) {
    auto segment = kSegment;
    EXPECT_EQ(segment_json(segment), "{\"start_s\":1.25,\"end_s\":2.5,\"decided_s\":1.3123}\n");
    segment.file = "a \"b\".wav";
    EXPECT_EQ(nlohmann::json::parse(segment_json(segment))["file"], "a \"b\".wav");
    EXPECT_EQ(nlohmann::json::parse(probability_json(0.01, 0.5F))["probability"], 0.5);
}

TEST(VoiceReport, AFileNameThatIsNoTextDoesNotBreakTheLine) {
    auto segment = kSegment;
    segment.file = "a\xff.wav";
    EXPECT_TRUE(nlohmann::json::accept(segment_json(segment)));
}

TEST(VoiceReport, EventsSayWhatBeginsAndEnds) {
    EXPECT_EQ(begin_text(kSegment), "    1.250 s  speech begins\n");
    EXPECT_EQ(end_text(kSegment), "    2.500 s  speech ends, lasted 1.250 s\n");
    const auto begin = nlohmann::json::parse(begin_json(kSegment));
    EXPECT_EQ(begin["event"], "begin");
    EXPECT_FALSE(begin.contains("end_s"));
    const auto end = nlohmann::json::parse(end_json(kSegment));
    EXPECT_EQ(end["event"], "end");
    EXPECT_EQ(end["end_s"], 2.5);
}

}  // namespace
}  // namespace attacca::app
