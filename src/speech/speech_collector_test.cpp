#include "speech/speech_collector.h"

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "speech/recorded_recognizer_test.h"

namespace attacca::speech {
namespace {

using testing::ElementsAre;
using Kind = SpeechPart::Kind;

/// A crew of one that keeps what it hears, and what the listener is told: "begin 1", "word 1.5 to 2.5", "end 3".
class SpeechCollectors : public testing::Test {
protected:
    void SetUp() override { open(SpeechStreamSpec()); }

    void open(const SpeechStreamSpec& spec) {
        crew_ = SpeechCrew::create(1, [this]() -> Result<std::unique_ptr<Recognizer>> {
                    return std::make_unique<test::RecordedRecognizer>(record_);
                }).value();
        collector_.emplace(spec, *crew_, [this](const SpeechEvent& event) { told_.push_back(text_of(event)); });
    }

    static std::string number(double value) { return std::to_string(value).substr(0, 3); }

    static std::string text_of(const SpeechEvent& event) {
        switch (event.kind) {
            case SpeechEvent::Kind::begin:
                return "begin " + number(event.time_s);
            case SpeechEvent::Kind::end:
                return "end " + number(event.time_s);
            case SpeechEvent::Kind::final: {
                const Word& word = event.transcript.words.front();
                return word.text + " " + number(word.begin_s) + " to " + number(word.end_s) + ", " +
                       number(event.time_s);
            }
            default:
                return "something else";
        }
    }

    void hear(std::size_t samples, float value) {
        const std::vector<float> sound(samples, value);
        collector_->take({.kind = Kind::sound, .samples = sound});
    }

    test::RecordedRecognizer::Record record_;
    std::vector<std::string> told_;
    std::unique_ptr<SpeechCrew> crew_;
    std::optional<SpeechCollector> collector_;
};

TEST_F(SpeechCollectors, HandsOverWholeUtterances) {
    collector_->take({.kind = Kind::begin, .time_s = 1.5, .sound_s = 1.0});
    hear(16000, 0.1F);
    hear(8000, 0.2F);
    EXPECT_TRUE(record_.utterances.empty()) << "it is not known yet whether it was speech";
    collector_->take({.kind = Kind::end, .time_s = 2.5, .voice = 0.9F});
    crew_->finish();
    ASSERT_EQ(record_.utterances.size(), 1U);
    ASSERT_EQ(record_.utterances[0].size(), 24000U);
    EXPECT_EQ(record_.utterances[0][15999], 0.1F);
    EXPECT_EQ(record_.utterances[0][16000], 0.2F);
    EXPECT_THAT(told_, ElementsAre("begin 1.5", "word 1.0 to 2.5, 2.5", "end 2.5"));
}

TEST_F(SpeechCollectors, PartsThemWhereTheyAreCut) {
    collector_->take({.kind = Kind::begin, .time_s = 1.0, .sound_s = 1.0});
    hear(16000, 0.1F);
    collector_->take({.kind = Kind::cut, .time_s = 2.0, .sound_s = 2.0, .voice = 0.9F});
    hear(8000, 0.1F);
    collector_->take({.kind = Kind::end, .time_s = 2.5, .voice = 0.9F});
    crew_->finish();
    EXPECT_THAT(told_, ElementsAre("begin 1.0", "word 1.0 to 2.0, 2.0", "word 2.0 to 2.5, 2.5", "end 2.5"));
}

TEST_F(SpeechCollectors, HandsOverNothingThatWasHardlySpeech) {
    open({.least_voice = 0.6F});
    collector_->take({.kind = Kind::begin, .time_s = 1.0, .sound_s = 1.0});
    hear(16000, 0.1F);
    collector_->take({.kind = Kind::end, .time_s = 2.0, .voice = 0.5F});
    crew_->finish();
    EXPECT_TRUE(record_.utterances.empty());
    EXPECT_THAT(told_, ElementsAre("begin 1.0", "end 2.0"));
}

TEST_F(SpeechCollectors, KeepsItsFirstFailureAndGoesOn) {
    record_.fails = true;
    collector_->take({.kind = Kind::begin, .time_s = 1.0, .sound_s = 1.0});
    hear(16000, 0.1F);
    collector_->take({.kind = Kind::end, .time_s = 2.0, .voice = 0.9F});
    crew_->finish();
    ASSERT_FALSE(collector_->status());
    EXPECT_EQ(collector_->status().error().detail, "the engine broke");
    EXPECT_THAT(told_, ElementsAre("begin 1.0", "end 2.0"));
}

TEST_F(SpeechCollectors, MayGoBeforeItsCrewHasTold) {
    collector_->take({.kind = Kind::begin, .time_s = 1.0, .sound_s = 1.0});
    hear(16000, 0.1F);
    collector_->take({.kind = Kind::end, .time_s = 2.0, .voice = 0.9F});
    collector_.reset();
    crew_->finish();
    EXPECT_THAT(told_, ElementsAre("begin 1.0", "word 1.0 to 2.0, 2.0", "end 2.0"));
}

}  // namespace
}  // namespace attacca::speech
