#include "service/note_analysis.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <tuple>

#include "service/tone_test.h"

namespace attacca::service {
namespace {

std::string tone(double frequency_hz) { return base64(tone_bytes(frequency_hz)); }

/// As the service does with a request.
Status answer_to(NoteAnalysis& analysis, const std::string& body, std::string& answer, int* steps = nullptr) {
    const auto request = parse_analyze_request(body);
    if (!request) return fail(request.error());
    analysis.begin(*request, *analysis::NoteRecognizer::create(NoteAnalysis::recognizer_spec(*request)));
    auto progress = analysis.step();
    for (; progress && *progress == NoteAnalysis::Progress::more; progress = analysis.step()) {
        if (steps != nullptr) ++*steps;
    }
    if (!progress) return fail(progress.error());
    analysis.write_answer("2026-11-21T07:00:00.000Z", answer);
    return {};
}

std::string why(const std::string& text) {
    NoteAnalysis analysis;
    std::string answer;
    const Status status = answer_to(analysis, text, answer);
    return status ? "answered" : status.error().detail;
}

TEST(NoteAnalysis, NamesTheNotes) {
    NoteAnalysis analysis;
    std::string answer;
    for (const auto& [hz, name, midi] : {std::tuple(440.0, "A4", 69), {277.18, "C#4", 61}, {440.0, "A4", 69}}) {
        const Status status = answer_to(analysis, analyze_body(tone(hz)), answer);
        ASSERT_TRUE(status) << status.error().detail;
        const auto value = nlohmann::json::parse(answer);
        EXPECT_EQ(value["sample_rate"], kToneRate);
        EXPECT_EQ(value["samples_analyzed"], kToneRate);
        EXPECT_EQ(value["timestamp"], "2026-11-21T07:00:00.000Z");
        ASSERT_EQ(value["notes"].size(), 1U) << answer;
        const auto& note = value["notes"][0];
        EXPECT_EQ(note["note"], name);
        EXPECT_EQ(note["midi"], midi);
        EXPECT_GT(note["confidence"], 0.3);
        EXPECT_GT(note["intensity"], 0.0);
        EXPECT_LE(note["intensity"], 1.0);
        EXPECT_LT(note["onset"], 0.1);
    }
}

TEST(NoteAnalysis, SilenceHasNoNotes) {
    NoteAnalysis analysis;
    std::string answer;
    ASSERT_TRUE(answer_to(analysis, analyze_body(base64(std::string(2 * kToneRate, '\0'))), answer));
    EXPECT_TRUE(nlohmann::json::parse(answer)["notes"].empty());
}

TEST(NoteAnalysis, GoesThroughALongSoundInSteps) {
    NoteAnalysis analysis;
    std::string answer;
    int steps = 0;
    ASSERT_TRUE(answer_to(analysis, analyze_body(base64(tone_bytes(440.0, 3.0))), answer, &steps));
    EXPECT_EQ(steps, 3 * kToneRate / 3072);
    EXPECT_EQ(nlohmann::json::parse(answer)["samples_analyzed"], 3 * kToneRate);
    ASSERT_TRUE(answer_to(analysis, analyze_body(base64(tone_bytes(440.0, 0.192))), answer));
    EXPECT_EQ(nlohmann::json::parse(answer)["samples_analyzed"], 3072);
}

TEST(NoteAnalysis, AProfileLeavesOutWhatItsVoiceDoesNotSing) {
    NoteAnalysis analysis;
    std::string answer;
    ASSERT_TRUE(answer_to(analysis, analyze_body(tone(440.0), ",\"profile\":\"bass\""), answer));
    EXPECT_TRUE(nlohmann::json::parse(answer)["notes"].empty());
    ASSERT_TRUE(answer_to(analysis, analyze_body(tone(440.0), ",\"profile\":\"alto\", \"else\":[1]"), answer));
    EXPECT_EQ(nlohmann::json::parse(answer)["notes"].size(), 1U);
    ASSERT_TRUE(answer_to(analysis, analyze_body(tone(440.0), ",\"profile\":null"), answer));
}

TEST(NoteAnalysis, SaysWhatIsWrong) {
    EXPECT_EQ(why("pure noise"), "the body is not a JSON object");
    EXPECT_EQ(why("{\"sample_rate\":48000}"), "audio_data is missing");
    EXPECT_EQ(why("{\"audio_data\":\"AAAA\"}"), "sample_rate is missing");
    EXPECT_EQ(why(analyze_body("AA*A")), "audio_data: not base64");
    EXPECT_EQ(why(analyze_body(std::string(20'000, 'A') + "*AAA")), "audio_data: not base64");
    EXPECT_EQ(why(analyze_body(std::string(20'000, 'A') + "AA==")),
              "audio_data: an odd number of bytes, 15001; samples are 16 bits");
    EXPECT_EQ(why(analyze_body("")), "audio_data: no samples");
    EXPECT_EQ(why(analyze_body("AAAA")), "audio_data: an odd number of bytes, 3; samples are 16 bits");
    EXPECT_EQ(why("{\"audio_data\":7,\"sample_rate\":48000}"), "audio_data: expected a string of base64");
    for (const char* rate : {"\"48000\"", "48000.5", "-1", "0", "7999", "192001", "1e4", "null", "99999999999"}) {
        EXPECT_EQ(why("{\"audio_data\":\"AAAA\",\"sample_rate\":" + std::string(rate) + "}"),
                  "sample_rate: expected a whole number from 8000 to 192000")
            << rate;
    }
    EXPECT_NE(why(analyze_body("AAA=", ",\"profile\":\"tenner\"")).find("tenor"), std::string::npos);
}

TEST(Timestamp, IsOfTheForm) {
    std::string text;
    write_timestamp(text);
    ASSERT_EQ(text.size(), 24U);
    EXPECT_EQ(text[10], 'T');
    EXPECT_EQ(text.back(), 'Z');
}

}  // namespace
}  // namespace attacca::service
