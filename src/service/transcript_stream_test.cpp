#include "service/transcript_stream.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <nlohmann/json.hpp>

#include "attacca/service/http_service.h"
#include "service/client_test.h"
#include "service/stream_test.h"
#include "speech/formant_voice.h"

namespace attacca::service {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Says "caf\u00E9" for each utterance, and counts what it hears.
class Parrot final : public speech::Recognizer {
public:
    explicit Parrot(std::atomic<std::size_t>& heard) : heard_(heard) {}
    std::string_view engine() const noexcept override { return "parrot"; }
    Status begin() override { return {}; }
    Status take(std::span<const float> samples) override {
        heard_ += samples.size();
        return {};
    }
    speech::Transcript partial() override { return {.text = "ca", .words = {}, .confidence = 0.0F}; }
    Result<speech::Transcript> end() override {
        return speech::Transcript{.text = "caf\u00E9",
                                  .words = {{.text = "caf\u00E9", .begin_s = 0.1, .end_s = 0.5, .confidence = 0.75F}},
                                  .confidence = 0.75F};
    }

private:
    std::atomic<std::size_t>& heard_;
};

class Transcripts : public testing::Test {
protected:
    std::unique_ptr<HttpService> start(HttpServiceSpec spec = {}) {
        spec.port = 0;
        if (!spec.transcription.open) {
            spec.transcription.open = [this]() -> Result<std::unique_ptr<speech::Recognizer>> {
                ++opened_;
                return std::make_unique<Parrot>(heard_);
            };
        }
        return *HttpService::start(spec);
    }

    /// A second of faint noise, a sentence, a second of noise; 16 bits at 16 kHz.
    static std::string sentence() {
        std::string bytes;
        auto samples = tests::white_noise(4.0, 16000.0, 0.001F);
        const auto voice = tests::spoken(2.0, 16000.0);
        for (std::size_t i = 0; i < voice.size(); ++i) samples[16000 + i] += voice[i];
        for (const float sample : samples) {
            const auto value = static_cast<std::int16_t>(std::clamp(sample, -1.0F, 1.0F) * 32767.0F);
            bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
        }
        return bytes;
    }

    static std::vector<nlohmann::json> said(Stream& stream, const std::string& sound, std::size_t block_bytes) {
        for (std::size_t at = 0; at < sound.size(); at += block_bytes) stream.send(sound.substr(at, block_bytes));
        stream.say("end");
        return stream.hear_all();
    }

    static std::vector<std::string> types(const std::vector<nlohmann::json>& messages) {
        std::vector<std::string> all;
        for (const auto& message : messages) {
            if (message["type"] != "partial") all.push_back(message["type"]);
        }
        return all;
    }

    std::atomic<std::size_t> heard_{0};
    std::atomic<int> opened_{0};
};

TEST_F(Transcripts, SayWhoSpeaksWhenAndWhatIsSaid) {
    const auto service = start();
    Stream stream(service->port(), "/v1/transcribe?rate=16000");
    EXPECT_EQ(stream.hear()["type"], "ready");
    const auto messages = said(stream, sentence(), 640);
    ASSERT_THAT(types(messages), ElementsAre("speech", "final", "speech", "end"));
    EXPECT_EQ(messages.front()["speaking"], true);
    EXPECT_NEAR(messages.front()["time"].get<double>(), 1.0, 0.3);
    EXPECT_TRUE(std::ranges::any_of(messages, [](const auto& one) { return one["type"] == "partial"; }));
    const auto& final = *std::ranges::find(messages, "final", [](const auto& one) { return one["type"]; });
    EXPECT_EQ(final["text"], "caf\u00E9");
    EXPECT_EQ(final["confidence"], 0.75);
    EXPECT_NEAR(final["words"][0]["end"].get<double>() - final["words"][0]["begin"].get<double>(), 0.4, 0.01);
    EXPECT_GT(final["begin"].get<double>(), 0.5);
    EXPECT_EQ(stream.close_code(), boost::beast::websocket::close_code::normal);
}

TEST_F(Transcripts, AreTheSameInBlocksOfAnySize) {
    const auto service = start();
    const auto in_blocks_of = [&](std::size_t bytes) {
        Stream stream(service->port(), "/v1/transcribe?rate=16000");
        (void)stream.hear();
        return types(said(stream, sentence(), bytes));
    };
    EXPECT_EQ(in_blocks_of(640), in_blocks_of(100'000));
}

TEST_F(Transcripts, HearNothingInSilence) {
    const auto service = start();
    Stream stream(service->port(), "/v1/transcribe?rate=48000&channels=2");
    (void)stream.hear();
    EXPECT_THAT(types(said(stream, std::string(192'000 * 2, '\0'), 19'200)), ElementsAre("end"));
    EXPECT_EQ(heard_, 0U);
}

TEST_F(Transcripts, KeepTheirRecognizerForTheNextAndTakeNoMoreThanTheyMay) {
    HttpServiceSpec spec;
    spec.transcription.most_streams = 1;
    const auto service = start(spec);
    {
        Stream one(service->port(), "/v1/transcribe?rate=16000");
        (void)one.hear();
        Client second(service->port());
        const auto answer = second.ask(upgrade("rate=16000", {}, "/v1/transcribe"));
        EXPECT_EQ(status_of(answer), 503);
        EXPECT_THAT(body_of(answer), HasSubstr("try again later"));
        one.say("end");
        (void)one.hear_all();
    }
    int status = 0;
    do {  // The thread is free when the connection has gone.
        Client next(service->port());
        status = status_of(next.ask(upgrade("rate=16000", {}, "/v1/transcribe")));
    } while (status == 503);
    EXPECT_EQ(status, 101);
    EXPECT_EQ(opened_, 1);
}

TEST_F(Transcripts, SayWhyThereIsNoRecognizer) {
    HttpServiceSpec spec;
    spec.transcription.open = []() -> Result<std::unique_ptr<speech::Recognizer>> {
        return fail(ErrorCode::not_found, "no model for Klingon");
    };
    const auto service = start(spec);
    Client client(service->port());
    const auto answer = client.ask(upgrade("rate=16000", {}, "/v1/transcribe"));
    EXPECT_EQ(status_of(answer), 503);
    EXPECT_THAT(body_of(answer), HasSubstr("no model for Klingon"));
    HttpServiceSpec without;
    without.port = 0;
    const auto mute = *HttpService::start(without);
    Client other(mute->port());
    EXPECT_EQ(status_of(other.ask(upgrade("", {}, "/v1/transcribe"))), 503);
}

TEST_F(Transcripts, RefuseWhatMakesNoSense) {
    const auto service = start();
    for (const char* query : {"rate=7999", "format=i24", "a4=440"}) {
        Client client(service->port());
        EXPECT_EQ(status_of(client.ask(upgrade(query, {}, "/v1/transcribe"))), 400) << query;
    }
    Stream odd(service->port(), "/v1/transcribe?channels=2");
    (void)odd.hear();
    odd.send("12345");
    EXPECT_EQ(odd.hear()["type"], "error");
}

TEST_F(Transcripts, EndWithTheServiceWhileTheyAreHeard) {
    auto service = start();
    Stream stream(service->port(), "/v1/transcribe?rate=16000");
    (void)stream.hear();
    stream.send(sentence());
    service.reset();
    (void)stream.hear_all();
    EXPECT_FALSE(stream.close_code() == boost::beast::websocket::close_code::normal);
}

}  // namespace
}  // namespace attacca::service
