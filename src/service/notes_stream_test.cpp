#include "service/notes_stream.h"

#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <cstring>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "attacca/service/notes_service.h"
#include "service/client_test.h"
#include "service/tone_test.h"

namespace attacca::service {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

std::unique_ptr<NotesService> start(NotesServiceSpec spec = {}) {
    spec.port = 0;
    return *NotesService::start(spec);
}

class Stream {
public:
    Stream(std::uint16_t port, const std::string& query) : socket_(context_) {
        asio::connect(socket_.next_layer(),
                      asio::ip::tcp::resolver(context_).resolve("127.0.0.1", std::to_string(port)));
        socket_.handshake("localhost", "/v1/notes?" + query);
    }
    void send(const std::string& block) {
        socket_.binary(true);
        socket_.write(asio::buffer(block));
    }
    void say(const std::string& text) {
        socket_.text(true);
        socket_.write(asio::buffer(text));
    }
    /// Null when the other side has closed.
    nlohmann::json hear() {
        beast::flat_buffer buffer;
        beast::error_code error;
        socket_.read(buffer, error);
        if (error) return nullptr;
        return nlohmann::json::parse(beast::buffers_to_string(buffer.data()));
    }
    std::vector<nlohmann::json> hear_all() {
        std::vector<nlohmann::json> all;
        for (auto message = hear(); !message.is_null(); message = hear()) all.push_back(message);
        return all;
    }
    [[nodiscard]] int close_code() const { return socket_.reason().code; }

private:
    asio::io_context context_;
    websocket::stream<asio::ip::tcp::socket> socket_;
};

/// A second of A4, then one of C#4, then silence, in blocks of so many bytes.
void play(Stream& stream, const std::string& sound, std::size_t block_bytes) {
    for (std::size_t at = 0; at < sound.size(); at += block_bytes) stream.send(sound.substr(at, block_bytes));
    stream.say("end");
}

std::string two_notes() { return tone_bytes(440.0) + tone_bytes(277.18) + std::string(kToneRate, '\0'); }

TEST(NotesStream, SendsNotesAsTheyBeginAndEnd) {
    const auto service = start();
    Stream stream(service->port(), "rate=16000");
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
        Stream stream(service->port(), query);
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
    Stream stream(service->port(), "rate=16000&profile=bass");
    (void)stream.hear();
    play(stream, two_notes(), 640);
    const auto events = stream.hear_all();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0]["type"], "end");
}

TEST(NotesStream, WhatCannotBeUnderstoodIsSaidAndTheStreamClosed) {
    const auto service = start();
    Stream odd(service->port(), "rate=16000&channels=2");
    (void)odd.hear();
    odd.send("12345");
    auto answers = odd.hear_all();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0]["error"], "a block of 5 bytes is not a whole number of frames of 4");
    Stream chatty(service->port(), "rate=16000");
    (void)chatty.hear();
    chatty.say("hello");
    answers = chatty.hear_all();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0]["type"], "error");
}

TEST(NotesStream, ATooLongMessageClosesTheStream) {
    const auto service = start();
    Stream stream(service->port(), "rate=16000");
    (void)stream.hear();
    beast::error_code ignored;
    try {
        stream.send(std::string((1 << 20) + 2, '\0'));
    } catch (const boost::system::system_error&) {
        // It was closed while we wrote.
    }
    EXPECT_TRUE(stream.hear().is_null());
}

TEST(NotesStream, SettingsThatMakeNoSenseAreRefusedBeforeTheUpgrade) {
    const auto service = start();
    const std::string upgrade =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (const char* query : {"rate=7999", "rate=x", "channels=0", "channels=9", "format=i24", "a4=390", "a4=nan",
                              "voices=two", "profile=tenner", "speed=2", "rate"}) {
        Client client(service->port());
        EXPECT_EQ(status_of(client.ask(get(std::string("/v1/notes?") + query, upgrade))), 400) << query;
    }
    Client client(service->port());
    EXPECT_EQ(status_of(client.ask(
                  get("/v1/notes?rate=44100&channels=2&format=f32&a4=auto&voices=one&profile=alto&token=x", upgrade))),
              101);
}

TEST(NotesStream, TheTokenMayBeInTheQuery) {
    const auto service = start({.bearer_token = "secret"});
    EXPECT_THROW(Stream(service->port(), "rate=16000&token=wrong"), boost::system::system_error);
    Stream stream(service->port(), "rate=16000&token=secret");
    EXPECT_EQ(stream.hear()["type"], "ready");
}

TEST(NotesStream, IsToldWhenTheServiceStops) {
    auto service = start();
    Stream stream(service->port(), "rate=16000");
    (void)stream.hear();
    std::jthread stopping([&] { service.reset(); });
    EXPECT_TRUE(stream.hear().is_null());
    EXPECT_EQ(stream.close_code(), websocket::close_code::going_away);
}

}  // namespace
}  // namespace attacca::service
