#include "transcript_text.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace attacca::app {
namespace {

SpokenPassage passage(const std::string& text, double begin_s) {
    return {.begin_s = begin_s,
            .end_s = begin_s + 1.5,
            .transcript = {.text = text,
                           .words = {{.text = text, .begin_s = begin_s, .end_s = begin_s + 1.25, .confidence = 0.5F}},
                           .confidence = 0.5F},
            .tags = {}};
}

std::string written(TranscriptFormat format, const std::vector<SpokenPassage>& passages) {
    TranscriptText text(format, {.file = "a \"b\".wav", .engine = "engine", .language = "en"});
    std::string all = text.head();
    for (const SpokenPassage& each : passages) all += text.passage(each);
    return all + text.tail();
}

TEST(TranscriptText, IsALineForEachPassage) {
    EXPECT_EQ(written(TranscriptFormat::txt, {passage("one", 0.0), passage("two", 5.0)}), "one\ntwo\n");
    EXPECT_EQ(written(TranscriptFormat::txt, {}), "");
}

TEST(TranscriptText, CountsTheCuesOfSubRip) {
    EXPECT_EQ(written(TranscriptFormat::srt, {passage("one", 1.0), passage("R&B <3", 3725.5)}),
              "1\n00:00:01,000 --> 00:00:02,250\none\n\n"
              "2\n01:02:05,500 --> 01:02:06,750\nR&B <3\n\n");
}

TEST(TranscriptText, EscapesWhatWebVttTakesForTags) {
    EXPECT_EQ(written(TranscriptFormat::vtt, {passage("R&B <3 --> x", 359999.0)}),
              "WEBVTT\n\n99:59:59.000 --> 100:00:00.250\nR&amp;B &lt;3 --&gt; x\n\n");
    EXPECT_EQ(written(TranscriptFormat::vtt, {}), "WEBVTT\n\n");
}

TEST(TranscriptText, IsOneJsonDocument) {
    SpokenPassage command = passage("say \"it\"\n\xFF", 2.0);
    command.tags = {"on", "kitchen"};
    const auto value = nlohmann::json::parse(written(TranscriptFormat::json, {passage("one", 0.0), command}));
    EXPECT_EQ(value["file"], "a \"b\".wav");
    EXPECT_EQ(value["engine"], "engine");
    ASSERT_EQ(value["passages"].size(), 2U);
    EXPECT_EQ(value["passages"][0]["text"], "one");
    EXPECT_FALSE(value["passages"][0].contains("tags"));
    EXPECT_EQ(value["passages"][1]["tags"][1], "kitchen");
    EXPECT_EQ(value["passages"][1]["words"][0]["end_s"], 3.25);
    EXPECT_EQ(value["passages"][1]["words"][0]["confidence"], 0.5);
    EXPECT_TRUE(nlohmann::json::parse(written(TranscriptFormat::json, {}))["passages"].empty());
}

TEST(TranscriptText, RoundsTimesToMilliseconds) {
    EXPECT_EQ(subtitle_time(0.0, ','), "00:00:00,000");
    EXPECT_EQ(subtitle_time(59.9996, '.'), "00:01:00.000");
    EXPECT_EQ(subtitle_time(3599.9994, '.'), "00:59:59.999");
    EXPECT_EQ(subtitle_time(-1.0, ','), "00:00:00,000");
}

}  // namespace
}  // namespace attacca::app
