#include "attacca/speech/speech_stream.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "attacca/speech/live_speech.h"
#include "speech/recorded_recognizer_test.h"
#include "speech/spoken.h"

namespace attacca::speech {
namespace {

using test::RecordedRecognizer;
using testing::ElementsAre;
using Kind = SpeechEvent::Kind;

std::vector<float> noise(double seconds, float level) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0.0F, level);
    std::vector<float> samples(static_cast<std::size_t>(seconds * kSpeechRate_hz));
    for (float& sample : samples) sample = normal(random);
    return samples;
}

void append(std::vector<float>& all, const std::vector<float>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

class SpeechStreams : public testing::Test {
protected:
    void SetUp() override {
        voice_ = test::spoken("the weather will be cold and wet tomorrow morning");
        if (voice_.empty()) GTEST_SKIP() << "flite is not installed";
    }

    /// Two sentences with pauses around them.
    std::vector<float> two_sentences() const {
        std::vector<float> all = noise(1.0, 0.0005F);
        for (int i = 0; i < 2; ++i) {
            append(all, voice_);
            append(all, noise(1.5, 0.0005F));
        }
        return all;
    }

    double voice_s() const { return static_cast<double>(voice_.size()) / kSpeechRate_hz; }

    std::vector<float> voice_;
};

SpeechStreamSpec spec_for(double sample_rate, std::size_t channels) {
    SpeechStreamSpec spec;
    spec.detector.sample_rate = sample_rate;
    spec.detector.channels = channels;
    return spec;
}

/// All but partial events.
std::vector<SpeechEvent> events_of(const SpeechStreamSpec& spec, std::span<const float> samples, std::size_t block,
                                   RecordedRecognizer::Record& record) {
    std::vector<SpeechEvent> events;
    auto stream =
        SpeechStream::create(spec, std::make_unique<RecordedRecognizer>(record), [&](const SpeechEvent& event) {
            if (event.kind != Kind::partial) events.push_back(event);
        });
    EXPECT_TRUE(stream) << stream.error().detail;
    while (stream && !samples.empty()) {
        const std::size_t count = std::min(block, samples.size());
        EXPECT_TRUE(stream->process({samples.first(count), spec.detector.channels}));
        samples = samples.subspan(count);
    }
    if (stream) {
        EXPECT_TRUE(stream->finish());
    }
    return events;
}

std::vector<Kind> kinds_of(const std::vector<SpeechEvent>& events) {
    std::vector<Kind> kinds;
    for (const SpeechEvent& event : events) kinds.push_back(event.kind);
    return kinds;
}

TEST_F(SpeechStreams, TellEachSentenceWithItsTimes) {
    RecordedRecognizer::Record record;
    const auto events = events_of(spec_for(kSpeechRate_hz, 1), two_sentences(), 1000, record);
    ASSERT_THAT(kinds_of(events),
                ElementsAre(Kind::begin, Kind::final, Kind::end, Kind::begin, Kind::final, Kind::end));
    EXPECT_NEAR(events[0].time_s, 1.4, 0.25);
    EXPECT_NEAR(events[2].time_s, 1.0 + voice_s() - 0.25, 0.25);
    // The sound of a sentence begins before its voice and ends behind it.
    const Word& word = events[1].transcript.words.front();
    EXPECT_LT(word.begin_s, events[0].time_s);
    EXPECT_GT(word.begin_s, events[0].time_s - 0.4);
    EXPECT_GT(word.end_s, events[2].time_s);
    EXPECT_LT(word.end_s, events[2].time_s + 0.6);
    EXPECT_NEAR(events[4].transcript.words.front().begin_s - word.begin_s, voice_s() + 1.5, 0.3);
}

TEST_F(SpeechStreams, HearEverySampleOfASentence) {
    RecordedRecognizer::Record record;
    const auto samples = two_sentences();
    (void)events_of(spec_for(kSpeechRate_hz, 1), samples, 777, record);
    ASSERT_EQ(record.utterances.size(), 2U);
    const std::vector<float>& heard = record.utterances.front();
    const auto found = std::ranges::search(samples, heard);
    EXPECT_EQ(found.size(), heard.size());
}

/// Root of the mean square.
double level_of(std::span<const float> samples) {
    double sum = 0.0;
    for (const float sample : samples) sum += static_cast<double>(sample) * sample;
    return std::sqrt(sum / static_cast<double>(samples.size()));
}

// Silence became speech where the detector listened behind the gain.
TEST_F(SpeechStreams, RaiseWhatTheRecognizerHearsAndNotWhatTheDetectorDoes) {
    auto samples = two_sentences();
    for (float& sample : samples) sample *= 0.2F;
    RecordedRecognizer::Record plain;
    RecordedRecognizer::Record raised;
    auto spec = spec_for(kSpeechRate_hz, 1);
    const auto events = events_of(spec, samples, 480, plain);
    spec.enhancement.level_db = -10.0;
    const auto same = events_of(spec, samples, 480, raised);
    ASSERT_EQ(kinds_of(same), kinds_of(events));
    for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(same[i].time_s, events[i].time_s);
    ASSERT_EQ(raised.utterances.size(), 2U);
    EXPECT_GT(level_of(raised.utterances[1]), 1.3 * level_of(plain.utterances[1]));
}

TEST_F(SpeechStreams, TakeRumbleAwayBeforeTheDetector) {
    auto samples = two_sentences();
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] += 0.3F * std::sin(2.0F * 3.14159265F * 20.0F * static_cast<float>(i) / 16000.0F);
    }
    RecordedRecognizer::Record plain;
    RecordedRecognizer::Record clean;
    (void)events_of(spec_for(kSpeechRate_hz, 1), two_sentences(), 480, plain);
    auto spec = spec_for(kSpeechRate_hz, 1);
    spec.enhancement.high_pass_hz = 80.0;
    const auto events = events_of(spec, samples, 480, clean);
    EXPECT_THAT(kinds_of(events),
                ElementsAre(Kind::begin, Kind::final, Kind::end, Kind::begin, Kind::final, Kind::end));
    ASSERT_EQ(clean.utterances.size(), 2U);
    EXPECT_NEAR(level_of(clean.utterances[1]) / level_of(plain.utterances[1]), 1.0, 0.15);
    spec.enhancement.gate_db = 5.0;
    EXPECT_FALSE(SpeechStream::create(spec, std::make_unique<RecordedRecognizer>(clean), nullptr));
}

TEST_F(SpeechStreams, HearTheMeanOfAllChannels) {
    RecordedRecognizer::Record one;
    RecordedRecognizer::Record two;
    const auto samples = two_sentences();
    std::vector<float> stereo;
    for (const float sample : samples) {
        stereo.push_back(1.5F * sample);
        stereo.push_back(0.5F * sample);
    }
    (void)events_of(spec_for(kSpeechRate_hz, 1), samples, 480, one);
    (void)events_of(spec_for(kSpeechRate_hz, 2), stereo, 960, two);
    ASSERT_EQ(two.utterances.size(), one.utterances.size());
    ASSERT_EQ(two.utterances[0].size(), one.utterances[0].size());
    EXPECT_NEAR(two.utterances[0][8000], one.utterances[0][8000], 1e-5F);
}

TEST_F(SpeechStreams, CutSpeechWithoutEnd) {
    std::vector<float> lecture;
    for (int i = 0; i < 4; ++i) append(lecture, std::vector<float>(voice_.begin() + 5000, voice_.end() - 5000));
    SpeechStreamSpec spec = spec_for(kSpeechRate_hz, 1);
    spec.soft_limit_s = 2.0;
    spec.hard_limit_s = 3.0;
    RecordedRecognizer::Record record;
    const auto events = events_of(spec, lecture, 1600, record);
    EXPECT_EQ(std::ranges::count(kinds_of(events), Kind::begin), 1);
    EXPECT_GE(std::ranges::count(kinds_of(events), Kind::final), 3);
    for (const auto& utterance : record.utterances) {
        EXPECT_LE(static_cast<double>(utterance.size()), 3.6 * kSpeechRate_hz);
    }
    // Nothing is lost at the cuts.
    for (std::size_t i = 1; i < events.size(); ++i) {
        if (events[i].kind != Kind::final || events[i - 1].kind != Kind::final) continue;
        EXPECT_DOUBLE_EQ(events[i].transcript.words[0].begin_s, events[i - 1].transcript.words[0].end_s);
    }
}

TEST_F(SpeechStreams, HearNothingInSilenceAndNoise) {
    RecordedRecognizer::Record record;
    EXPECT_TRUE(events_of(spec_for(kSpeechRate_hz, 1), std::vector<float>(160000, 0.0F), 4096, record).empty());
    EXPECT_TRUE(events_of(spec_for(kSpeechRate_hz, 1), noise(10.0, 0.05F), 4096, record).empty());
}

TEST_F(SpeechStreams, HandOnTheFailureOfARecognizer) {
    RecordedRecognizer::Record record{.fails = true};
    auto stream = SpeechStream::create(spec_for(kSpeechRate_hz, 1), std::make_unique<RecordedRecognizer>(record),
                                       [](const SpeechEvent&) {});
    ASSERT_TRUE(stream);
    const auto samples = two_sentences();
    const Status status = stream->process({samples, 1});
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().detail, "the engine broke");
}

TEST_F(SpeechStreams, RefuseLimitsThatMakeNoSense) {
    RecordedRecognizer::Record record;
    SpeechStreamSpec spec = spec_for(kSpeechRate_hz, 1);
    spec.hard_limit_s = spec.soft_limit_s;
    EXPECT_FALSE(SpeechStream::create(spec, std::make_unique<RecordedRecognizer>(record), [](const SpeechEvent&) {}));
}

using LiveSpeeches = SpeechStreams;

TEST_F(LiveSpeeches, TellTheSameAsAFile) {
    RecordedRecognizer::Record record;
    const auto samples = two_sentences();
    const auto expected = events_of(spec_for(kSpeechRate_hz, 1), samples, 480, record);
    RecordedRecognizer::Record live_record;
    std::vector<SpeechEvent> events;
    auto live = LiveSpeech::create(spec_for(kSpeechRate_hz, 1), std::make_unique<RecordedRecognizer>(live_record),
                                   [&](const SpeechEvent& event) {
                                       if (event.kind != Kind::partial) events.push_back(event);
                                   });
    ASSERT_TRUE(live) << live.error().detail;
    for (std::size_t at = 0; at < samples.size(); at += 480) {
        const std::size_t count = std::min<std::size_t>(480, samples.size() - at);
        ASSERT_TRUE((*live)->process({std::span(samples).subspan(at, count), 1}, LiveSpeech::Clock::now()));
    }
    ASSERT_TRUE((*live)->finish());
    EXPECT_EQ(kinds_of(events), kinds_of(expected));
    EXPECT_EQ(live_record.utterances, record.utterances);
    const auto statistics = (*live)->statistics();
    EXPECT_EQ(statistics.to_detector.count, (samples.size() + 479) / 480);
    EXPECT_GT(statistics.to_recognizer.count, 0U);
    EXPECT_EQ(statistics.lost_s, 0.0);
    EXPECT_EQ(statistics.waiting_s, 0.0);
}

TEST_F(LiveSpeeches, DoNotWaitForASlowRecognizerAndSayWhatIsLost) {
    RecordedRecognizer::Record record;
    std::promise<void> release;
    record.wait_for = release.get_future().share();
    std::vector<SpeechEvent> events;
    auto live = LiveSpeech::create(
        spec_for(kSpeechRate_hz, 1), std::make_unique<RecordedRecognizer>(record),
        [&](const SpeechEvent& event) { events.push_back(event); }, 1.0);
    ASSERT_TRUE(live) << live.error().detail;
    const auto samples = two_sentences();
    // All of it is taken while the recognizer still waits for its first sound.
    ASSERT_TRUE((*live)->process({samples, 1}, LiveSpeech::Clock::now()));
    const auto statistics = (*live)->statistics();
    EXPECT_GT(statistics.lost_s, 1.0);
    EXPECT_LE(statistics.waiting_s, 1.0);
    release.set_value();
    ASSERT_TRUE((*live)->finish());
    double lost_s = 0.0;
    for (const SpeechEvent& event : events) lost_s += event.lost_s;
    EXPECT_NEAR(lost_s, (*live)->statistics().lost_s, 1e-9);
    EXPECT_EQ(std::ranges::count(kinds_of(events), Kind::begin), 2);
    EXPECT_EQ(std::ranges::count(kinds_of(events), Kind::end), 2);
}

TEST_F(LiveSpeeches, HandOnTheFailureOfARecognizer) {
    RecordedRecognizer::Record record{.fails = true};
    auto live = LiveSpeech::create(spec_for(kSpeechRate_hz, 1), std::make_unique<RecordedRecognizer>(record),
                                   [](const SpeechEvent&) {});
    ASSERT_TRUE(live);
    const auto samples = two_sentences();
    (void)(*live)->process({samples, 1}, LiveSpeech::Clock::now());
    const Status status = (*live)->finish();
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().detail, "the engine broke");
}

}  // namespace
}  // namespace attacca::speech
