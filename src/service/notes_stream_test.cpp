#include "service/notes_stream.h"

#include <gtest/gtest.h>

#include <boost/beast/websocket.hpp>
#include <cstring>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "attacca/service/http_service.h"
#include "service/client_test.h"
#include "service/stream_test.h"
#include "service/tone_test.h"

namespace attacca::service {
namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

std::unique_ptr<HttpService> start(HttpServiceSpec spec = {}) {
    spec.port = 0;
    return *HttpService::start(spec);
}

/// A second of A4, then one of C#4, then silence, in blocks of so many bytes.
void play(Stream& stream, const std::string& sound, std::size_t block_bytes) {
    for (std::size_t at = 0; at < sound.size(); at += block_bytes) stream.send(sound.substr(at, block_bytes));
    stream.say("end");
}

std::string two_notes() { return tone_bytes(440.0) + tone_bytes(277.18) + std::string(kToneRate, '\0'); }

TEST(NotesStream, SendsNotesAsTheyBeginAndEnd) {
    const auto service = start();
    Stream stream(service->port(), "/v1/notes?rate=16000");
    const auto ready = stream.hear();
    EXPECT_EQ(ready["type"], "ready");
    EXPECT_EQ(ready["rate"], 16000);
    EXPECT_EQ(ready["channels"], 1);
    EXPECT_EQ(ready["format"], "i16");
    play(stream, two_notes(), 640);
    const auto events = stream.hear_all();
    ASSERT_EQ(events.size(), 5U);
    EXPECT_EQ(events[0]["type"], "on");
    EXPECT_EQ(events[0]["note"], "A4");
    EXPECT_EQ(events[0]["midi"], 69);
    EXPECT_LT(events[0]["detected"].get<double>(), 0.3);
    std::vector<std::string> said;
    for (const auto& event : events) said.push_back(event["type"].get<std::string>() + event.value("note", ""));
    EXPECT_TRUE(std::ranges::is_permutation(said, std::vector<std::string>{"onA4", "offA4", "onC#4", "offC#4", "end"}));
    EXPECT_EQ(said.back(), "end");
    EXPECT_EQ(stream.close_code(), websocket::close_code::normal);
    EXPECT_GT(service->counts().blocks, 100U);
}

TEST(NotesStream, BlocksOfAnySizeAndFloatsGiveTheSame) {
    const auto service = start();
    const auto heard = [&](const std::string& query, const std::string& sound, std::size_t block_bytes) {
        Stream stream(service->port(), "/v1/notes?" + query);
        (void)stream.hear();
        play(stream, sound, block_bytes);
        return stream.hear_all();
    };
    const std::string sound = two_notes();
    std::string floats, stereo;
    for (std::size_t i = 0; i < sound.size(); i += 2) {
        std::int16_t sample = 0;
        std::memcpy(&sample, &sound[i], sizeof sample);
        const float value = static_cast<float>(sample) / 32768.0F;
        floats.append(reinterpret_cast<const char*>(&value), sizeof value);
        stereo.append(sound, i, 2).append(sound, i, 2);
    }
    const auto events = heard("rate=16000", sound, 640);
    EXPECT_EQ(heard("rate=16000&format=i16", sound, 100'000), events);
    EXPECT_EQ(heard("rate=16000&format=f32", floats, 1024), events);
    EXPECT_EQ(heard("rate=16000&channels=2", stereo, 4444), events);
}

TEST(NotesStream, AProfileLeavesOutWhatItsVoiceDoesNotSing) {
    const auto service = start();
    Stream stream(service->port(), "/v1/notes?rate=16000&profile=bass");
    (void)stream.hear();
    play(stream, two_notes(), 640);
    const auto events = stream.hear_all();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0]["type"], "end");
}

TEST(NotesStream, WhatCannotBeUnderstoodIsSaidAndTheStreamClosed) {
    const auto service = start();
    Stream odd(service->port(), "/v1/notes?rate=16000&channels=2");
    (void)odd.hear();
    odd.send("12345");
    auto answers = odd.hear_all();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0]["error"], "a block of 5 bytes is not a whole number of frames of 4");
    EXPECT_EQ(odd.close_code(), websocket::close_code::unknown_data);
    Stream chatty(service->port(), "/v1/notes?rate=16000");
    (void)chatty.hear();
    chatty.say("hello");
    answers = chatty.hear_all();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0]["type"], "error");
    EXPECT_EQ(chatty.close_code(), websocket::close_code::unknown_data);
    Stream settings(service->port(), "/v1/notes?rate=16000");
    (void)settings.hear();
    settings.say(R"({"rate":48000,"color":"blue"})");
    EXPECT_EQ(settings.hear()["type"], "error");
    EXPECT_TRUE(settings.hear().is_null());
}

TEST(NotesStream, ATooLongMessageClosesTheStream) {
    const auto service = start();
    Stream stream(service->port(), "/v1/notes?rate=16000");
    (void)stream.hear();
    beast::error_code ignored;
    try {
        stream.send(std::string((1 << 20) + 2, '\0'));
    } catch (const boost::system::system_error&) {
        // It was closed while we wrote.
    }
    EXPECT_TRUE(stream.hear().is_null());
    EXPECT_EQ(service->counts().blocks, 0U);
}

TEST(NotesStream, WhatIsNoNumberIsSilence) {
    const auto service = start();
    Stream stream(service->port(), "/v1/notes?rate=16000&format=f32");
    (void)stream.hear();
    std::string block;
    for (std::uint32_t bits = 0; bits < 16'000; ++bits) {
        const std::uint32_t sample = (bits % 2 == 0 ? 0x7F800000U : 0xFF800000U) + bits % 3;  // Infinities and NaN.
        block.append(reinterpret_cast<const char*>(&sample), sizeof sample);
    }
    stream.send(block);
    stream.say("end");
    const auto said = stream.hear_all();
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0]["type"], "end");
}

TEST(NotesStream, FramesThatNoClientSendsCloseTheStream) {
    const auto service = start();
    const std::string unmasked("\x82\x02\0\0", 4), reserved("\xF2\x80\0\0\0\0", 6), unknown("\x83\x80\0\0\0\0", 6);
    for (const std::string& frame : {unmasked, reserved, unknown}) {
        Client client(service->port());
        ASSERT_EQ(status_of(client.ask(upgrade("rate=16000"))), 101);
        client.send(frame);
        std::string all;
        char room[4096];
        for (std::size_t got = client.receive(room); got > 0; got = client.receive(room)) all.append(room, got);
        const std::string end = all.substr(all.size() - std::min<std::size_t>(all.size(), 4));
        EXPECT_EQ(end, std::string("\x88\x02\x03\xEA", 4));  // 1002.
    }
}

/// Until a frame of this kind has come; false when the stream has ended before.
bool hears(Client& client, FrameKind kind) {
    std::string all;
    char room[4096];
    while (true) {
        std::size_t at = 0;
        while (all.size() >= at + 2) {
            if (static_cast<unsigned char>(all[at]) == static_cast<unsigned char>(kind)) return true;
            const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(all[at + i]); };
            if (byte(1) == 126 && all.size() < at + 4) break;
            at += byte(1) == 126 ? 4U + (byte(2) << 8 | byte(3)) : 2U + byte(1);
        }
        const std::size_t got = client.receive(room);
        if (got == 0) return false;
        all.append(room, got);
    }
}

TEST(NotesStream, LiveBlocksDoNotWaitForALongRequestOrALongBlock) {
    const auto service = start();
    Client live(service->port()), patient(service->port()), quick(service->port());
    ASSERT_EQ(status_of(live.ask(upgrade("rate=16000"))), 101);
    ASSERT_EQ(status_of(quick.ask(upgrade("rate=16000"))), 101);
    ASSERT_TRUE(hears(quick, FrameKind::text));
    patient.send(post("/analyze", analyze_body(base64(std::string(std::size_t{40} * 2 * kToneRate, '\0')))));
    quick.send(masked(FrameKind::binary, std::string(1'000'000, '\0')) + masked(FrameKind::ping, ""));
    while (service->counts().requests < 3 || service->counts().blocks < 1) std::this_thread::yield();
    for (int i = 0; i < 5; ++i) {
        live.send(masked(FrameKind::binary, std::string(640, '\0')) + masked(FrameKind::ping, ""));
        ASSERT_TRUE(hears(live, FrameKind::pong));
    }
    EXPECT_FALSE(patient.has_answer());
    EXPECT_FALSE(quick.has_answer());
}

TEST(NotesStream, WhoSendsButNeverReadsIsLeft) {
    const auto service = start({.idle_limit = std::chrono::milliseconds(300)});
    Client client(service->port());
    ASSERT_EQ(status_of(client.ask(upgrade("rate=16000"))), 101);
    std::string pings;
    for (int i = 0; i < 1000; ++i) pings += masked(FrameKind::ping, std::string(125, 'x'));
    for (int i = 0; i < 1000 && service->counts().sessions == 1; ++i) client.send(pings);
    for (int i = 0; i < 5000 && service->counts().sessions > 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    EXPECT_EQ(service->counts().sessions, 0U);
}

TEST(NotesStream, SettingsThatMakeNoSenseAreRefusedBeforeTheUpgrade) {
    const auto service = start();
    for (const char* query : {"rate=7999", "rate=x", "channels=0", "channels=9", "format=i24", "a4=390", "a4=nan",
                              "voices=two", "profile=tenner", "speed=2", "rate"}) {
        Client client(service->port());
        EXPECT_EQ(status_of(client.ask(upgrade(query))), 400) << query;
    }
    Client client(service->port());
    EXPECT_EQ(
        status_of(client.ask(upgrade("rate=44100&channels=2&format=f32&a4=auto&voices=one&profile=alto&token=x"))),
        101);
}

TEST(NotesStream, TheTokenMayBeInTheQuery) {
    const auto service = start({.bearer_token = "a+b/c=%d"});
    for (const char* token : {"wrong", "", "a+b/c=%d!", "a%2", "a%2Bb%2Fc%3D%25", "%00"}) {
        EXPECT_THROW(Stream(service->port(), "rate=16000&token=" + std::string(token)), boost::system::system_error);
    }
    for (const char* token : {"a%2Bb%2Fc%3D%25d", "a+b/c=%d", "a%2bb/c=%25d"}) {
        Stream stream(service->port(), "/v1/notes?token=" + std::string(token) + "&rate=16000");
        EXPECT_EQ(stream.hear()["type"], "ready") << token;
    }
}

TEST(NotesStream, IsToldWhenTheServiceStops) {
    auto service = start();
    Stream stream(service->port(), "/v1/notes?rate=16000");
    (void)stream.hear();
    std::jthread stopping([&] { service.reset(); });
    EXPECT_TRUE(stream.hear().is_null());
    EXPECT_EQ(stream.close_code(), websocket::close_code::going_away);
}

}  // namespace
}  // namespace attacca::service
