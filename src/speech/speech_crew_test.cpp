#include "attacca/speech/speech_crew.h"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "attacca/speech/speech_stream.h"
#include "speech/formant_voice.h"

namespace attacca::speech {
namespace {

using testing::ElementsAre;

/// What all recognizers of a crew have to do with.
struct Place {
    std::atomic<int> opened = 0;
    std::atomic<int> at_work = 0;
    std::atomic<int> most_at_work = 0;
    std::shared_future<void> gate;  ///< Where it is set, nothing is understood before.
    bool many = true;
    bool opens = true;
};

/// Says how long the utterance was and how many it has heard since its voice was forgotten; one of one sample breaks
/// it.
class Counting final : public Recognizer {
public:
    explicit Counting(Place& place) : place_(place) { ++place_.opened; }

    std::string_view engine() const noexcept override { return "counting"; }
    bool may_be_many() const noexcept override { return place_.many; }
    void forget_voice() override { since_ = 0; }
    Status begin() override {
        samples_ = 0;
        ++since_;
        return {};
    }
    Status take(std::span<const float> samples) override {
        samples_ += samples.size();
        if (samples.size() == 1) return fail(ErrorCode::system, "broken");
        return {};
    }
    Transcript partial() override { return {}; }
    Result<Transcript> end() override {
        const int now = ++place_.at_work;
        for (int most = place_.most_at_work; most < now && !place_.most_at_work.compare_exchange_weak(most, now);) {
        }
        if (place_.gate.valid()) place_.gate.wait();
        --place_.at_work;
        return Transcript{.text = std::to_string(samples_) + "." + std::to_string(since_), .confidence = 1.0F};
    }

private:
    Place& place_;
    std::size_t samples_ = 0;
    int since_ = 0;
};

std::unique_ptr<SpeechCrew> crew_of(std::size_t most, Place& place, const std::stop_token& stop = {}) {
    const auto open = [&place]() -> Result<std::unique_ptr<Recognizer>> {
        if (!place.opens) return fail(ErrorCode::not_found, "no model");
        return std::make_unique<Counting>(place);
    };
    return SpeechCrew::create(most, open, stop).value();
}

SpeechCrew::Teller into(std::vector<std::string>& told) {
    return [&told](const Result<Transcript>& said) { told.push_back(said ? said->text : said.error().detail); };
}

TEST(SpeechCrewTest, TellsInTheOrderInWhichItWasSaid) {
    Place place;
    const auto crew = crew_of(3, place);
    EXPECT_EQ(crew->engine(), "counting");
    std::vector<std::string> told;
    std::vector<std::string> expected;
    for (std::size_t length = 40; length > 2; --length) {
        crew->hear(std::vector<float>(length * 1000), into(told));
        expected.push_back(std::to_string(length * 1000) + ".1");
        if (length % 10 != 0) continue;
        crew->then([&told] { told.emplace_back("then"); });
        expected.emplace_back("then");
    }
    crew->finish();
    EXPECT_EQ(told, expected) << "each as if it were alone";
    EXPECT_LE(place.opened, 3);
}

TEST(SpeechCrewTest, HearsSeveralAtATimeAndNoMoreThanItMay) {
    Place place;
    std::promise<void> gate;
    place.gate = gate.get_future().share();
    const auto crew = crew_of(2, place);
    std::vector<std::string> told;
    for (int i = 0; i < 4; ++i) crew->hear(std::vector<float>(10), into(told));
    while (place.at_work < 2) std::this_thread::yield();
    EXPECT_TRUE(told.empty());
    gate.set_value();
    crew->finish();
    EXPECT_EQ(told.size(), 4U);
    EXPECT_EQ(place.most_at_work, 2);
    EXPECT_EQ(place.opened, 2);
}

TEST(SpeechCrewTest, TellsWhatIsUnderstoodByNow) {
    Place place;
    std::promise<void> gate;
    place.gate = gate.get_future().share();
    const auto crew = crew_of(1, place);
    std::vector<std::string> told;
    crew->hear(std::vector<float>(10), into(told));
    crew->tell();
    EXPECT_TRUE(told.empty()) << "nobody waits";
    gate.set_value();
    while (told.empty()) crew->tell();
    EXPECT_THAT(told, ElementsAre("10.1"));
}

TEST(SpeechCrewTest, OpensNoMoreThanAreNeededOrWorthIt) {
    Place one_utterance;
    std::vector<std::string> told;
    {
        const auto crew = crew_of(4, one_utterance);
        crew->hear(std::vector<float>(10), into(told));
        crew->finish();
    }
    EXPECT_EQ(one_utterance.opened, 1);
    Place large{.many = false};
    const auto crew = crew_of(4, large);
    for (int i = 0; i < 10; ++i) crew->hear(std::vector<float>(10), into(told));
    crew->finish();
    EXPECT_EQ(large.opened, 1);
    EXPECT_EQ(told.size(), 11U);
}

TEST(SpeechCrewTest, LetsNoMoreWaitThanItCanSoonHear) {
    Place place;
    std::promise<void> gate;
    place.gate = gate.get_future().share();
    const auto crew = crew_of(2, place);
    std::vector<std::string> told;
    std::atomic<int> given = 0;
    std::thread opener([&] {
        while (given < 4) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        EXPECT_EQ(given, 4) << "the fifth waits";
        gate.set_value();
    });
    for (int i = 0; i < 10; ++i) {
        crew->hear(std::vector<float>(10), into(told));
        ++given;
    }
    opener.join();
    crew->finish();
    EXPECT_EQ(told.size(), 10U);
}

TEST(SpeechCrewTest, PutsAnotherInThePlaceOfOneThatBroke) {
    Place place;
    const auto crew = crew_of(1, place);
    std::vector<std::string> told;
    for (const std::size_t length : {10U, 1U, 20U}) crew->hear(std::vector<float>(length), into(told));
    crew->finish();
    EXPECT_THAT(told, ElementsAre("10.1", "broken", "20.1"));
    EXPECT_EQ(place.opened, 2);
    place.opens = false;
    for (const std::size_t length : {1U, 30U}) crew->hear(std::vector<float>(length), into(told));
    crew->finish();
    EXPECT_THAT(told, ElementsAre("10.1", "broken", "20.1", "broken", "no model"));
}

TEST(SpeechCrewTest, SaysWhyThereIsNone) {
    const auto refused = SpeechCrew::create(
        2, []() -> Result<std::unique_ptr<Recognizer>> { return fail(ErrorCode::not_found, "no model"); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().detail, "no model");
}

TEST(SpeechCrewTest, TellsNothingMoreWhenItGoes) {
    Place place;
    std::promise<void> gate;
    place.gate = gate.get_future().share();
    std::vector<std::string> told;
    std::thread opener;
    {
        const auto crew = crew_of(2, place);
        for (int i = 0; i < 3; ++i) crew->hear(std::vector<float>(10), into(told));
        while (place.at_work < 2) std::this_thread::yield();
        opener = std::thread([&gate] {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            gate.set_value();
        });
    }
    opener.join();
    EXPECT_TRUE(told.empty());
    EXPECT_EQ(place.at_work, 0) << "all threads have ended";
}

TEST(SpeechCrewTest, AStopEndsTheWaitForARecognizer) {
    Place place;
    std::promise<void> gate;
    place.gate = gate.get_future().share();
    std::stop_source stop;
    std::vector<std::string> told;
    const auto crew = crew_of(1, place, stop.get_token());
    crew->hear(std::vector<float>(10), into(told));
    std::thread stopping([&] {
        while (place.at_work < 1) std::this_thread::yield();
        stop.request_stop();
    });
    crew->finish();
    stopping.join();
    for (int i = 0; i < 10; ++i) crew->hear(std::vector<float>(10), into(told));
    gate.set_value();
    crew->finish();
    EXPECT_TRUE(told.empty());
}

TEST(SpeechCrewTest, HearsAStreamAsARecognizerAloneDoes) {
    const auto voice = tests::spoken(3.0, kSpeechRate_hz);
    std::vector<float> sound(16000);
    for (int i = 0; i < 3; ++i) {
        sound.insert(sound.end(), voice.begin(), voice.end());
        sound.resize(sound.size() + 24000);
    }
    SpeechStreamSpec spec{.partial_s = 0.0};
    spec.detector.sample_rate = kSpeechRate_hz;
    spec.detector.channels = 1;
    spec.detector.longest_block_frames = sound.size();
    std::vector<std::string> alone, together;
    const auto listener = [](std::vector<std::string>& events) {
        return [&events](const SpeechEvent& event) {
            events.push_back(std::to_string(static_cast<int>(event.kind)) + " " + std::to_string(event.time_s) + " " +
                             event.transcript.text.substr(0, event.transcript.text.find('.')));
        };
    };
    Place place;
    auto stream = SpeechStream::create(spec, std::make_shared<Counting>(place), listener(alone)).value();
    ASSERT_TRUE(stream.process({sound, 1}));
    ASSERT_TRUE(stream.finish());
    ASSERT_GE(alone.size(), 3U);
    const auto crew = crew_of(2, place);
    {
        auto by_crew = SpeechStream::create(spec, *crew, listener(together)).value();
        ASSERT_TRUE(by_crew.process({sound, 1}));
        ASSERT_TRUE(by_crew.finish());
    }
    crew->finish();
    EXPECT_EQ(together, alone);
}

}  // namespace
}  // namespace attacca::speech
