#include "service/http_session.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "attacca/service/http_service.h"
#include "service/client_test.h"
#include "service/tone_test.h"

namespace attacca::service {
namespace {

using namespace std::chrono_literals;

const std::string kPage = "Origin: https://music.example.org\r\n";
const std::string kAsksToPost =
    "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n";

std::unique_ptr<HttpService> start(HttpServiceSpec spec = {}) {
    spec.port = 0;
    return *HttpService::start(spec);
}

bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 5000 && !condition(); ++i) std::this_thread::sleep_for(2ms);
    return condition();
}

std::string preflight(const std::string& target, const std::string& header) {
    return "OPTIONS " + target + " HTTP/1.1\r\nHost: localhost\r\n" + header + kAsksToPost + "\r\n";
}

bool holds(const std::string& answer, std::string_view line) {
    return answer.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

TEST(HttpSession, APageOfAnAllowedOriginIsToldSo) {
    const auto service = start({.bearer_token = "secret", .allowed_origins = {"null", "https://music.example.org"}});
    Client client(service->port());
    auto answer = client.ask(preflight("/analyze", kPage));
    EXPECT_EQ(status_of(answer), 204);
    EXPECT_TRUE(holds(answer, "Access-Control-Allow-Origin: https://music.example.org"));
    EXPECT_TRUE(holds(answer, "Access-Control-Allow-Methods: GET, POST"));
    EXPECT_TRUE(holds(answer, "Access-Control-Allow-Headers: Authorization, Content-Type"));
    EXPECT_TRUE(holds(answer, "Vary: Origin"));
    EXPECT_FALSE(holds(answer, "Access-Control-Allow-Private-Network: true"));
    answer = client.ask(preflight("/analyze", kPage + "Access-Control-Request-Private-Network: true\r\n"));
    EXPECT_TRUE(holds(answer, "Access-Control-Allow-Private-Network: true"));
    for (const std::string& request : {get("/health", kPage), get("/last-result", kPage)}) {
        EXPECT_TRUE(holds(client.ask(request), "Access-Control-Allow-Origin: https://music.example.org"));
    }
    EXPECT_TRUE(holds(client.ask(get("/health", "Origin: null\r\n")), "Access-Control-Allow-Origin: null"));
}

TEST(HttpSession, AnyPageIsAllowedByAStar) {
    const auto service = start({.allowed_origins = {"*"}});
    Client client(service->port());
    EXPECT_TRUE(holds(client.ask(preflight("/analyze", kPage)), "Access-Control-Allow-Origin: *"));
    EXPECT_EQ(status_of(client.ask(upgrade("rate=16000", kPage))), 101);
}

TEST(HttpSession, OtherPagesAreNotAllowed) {
    const auto service = start({.allowed_origins = {"https://example.org", "https://music.example.org:8443"}});
    Client client(service->port());
    for (const char* origin :
         {"https://music.example.org", "https://example.org.evil.net", "http://example.org", "null", "https://"}) {
        const std::string header = "Origin: " + std::string(origin) + "\r\n";
        EXPECT_EQ(status_of(client.ask(preflight("/analyze", header))), 403) << origin;
        const auto answer = client.ask(get("/health", header));
        EXPECT_EQ(status_of(answer), 200) << origin;
        EXPECT_EQ(answer.find("Access-Control"), std::string::npos) << origin;
        EXPECT_EQ(status_of(client.ask(upgrade("rate=16000", header))), 403) << origin;
    }
    EXPECT_EQ(status_of(client.ask(upgrade("rate=16000", "Origin: https://example.org\r\n"))), 101);
}

TEST(HttpSession, WithoutAllowedOriginsOnlyItsOwnPagesOpenStreams) {
    const auto service = start();
    Client client(service->port());
    EXPECT_EQ(status_of(client.ask(preflight("/analyze", kPage))), 403);
    EXPECT_EQ(status_of(client.ask(upgrade("rate=16000", kPage))), 403);
    EXPECT_EQ(status_of(client.ask("OPTIONS /analyze HTTP/1.1\r\nHost: localhost\r\n\r\n")), 405);
    EXPECT_EQ(status_of(client.ask(upgrade("rate=16000", "Origin: http://localhost\r\n"))), 101);
}

TEST(HttpSession, HeadHasNoBody) {
    const auto service = start({.version = "1"});
    Client client(service->port());
    client.send("HEAD /health HTTP/1.1\r\n\r\nHEAD /nothing HTTP/1.1\r\n\r\n" + get("/health"));
    std::string all;
    while (all.find("\"version\"") == std::string::npos) {
        char room[4096];
        const std::size_t got = client.receive(room);
        ASSERT_GT(got, 0U) << all;
        all.append(room, got);
    }
    EXPECT_EQ(status_of(all), 200);
    EXPECT_NE(all.find("\r\n\r\nHTTP/1.1 404 Not Found\r\n"), std::string::npos) << all;
    EXPECT_EQ(all.find('{'), all.rfind("\r\n\r\n") + 4) << all;
}

TEST(HttpSession, RequestsInARowAreAnsweredInTheirOrder) {
    const auto service = start();
    Client client(service->port());
    const std::string analyze = post("/analyze", analyze_body(base64(tone_bytes(440.0, 0.3))));
    client.send(analyze + get("/health") + analyze + get("/nothing"));
    for (const int status : {200, 200, 200, 404}) EXPECT_EQ(status_of(client.answer()), status);
}

TEST(HttpSession, WhatIsNotAudioIsRefusedWithItsReasonAndTheConnectionGoesOn) {
    const auto service = start();
    Client client(service->port());
    const std::string whole = analyze_body(base64(tone_bytes(440.0, 0.1)));
    const auto with_rate = [](const std::string& rate) {
        return R"({"audio_data":"AAAA","sample_rate":)" + rate + "}";
    };
    for (const std::string& body : {std::string(),
                                    whole.substr(0, whole.size() / 2),
                                    whole + "}",
                                    std::string("[]"),
                                    std::string("null"),
                                    std::string("\xFF\xFE\0\x01", 4),
                                    std::string(R"({"audio_data":[1,2],"sample_rate":48000})"),
                                    std::string(R"({"audio_data":{"a":1},"sample_rate":48000})"),
                                    std::string(R"({"sample_rate":48000})"),
                                    std::string(R"({"audio_data":"AAAA"})"),
                                    std::string(R"({"audio_data":"not base64!","sample_rate":48000})"),
                                    std::string(R"({"audio_data":"AAAA","sample_rate":48000})"),  // Three bytes.
                                    with_rate("0"),
                                    with_rate("-48000"),
                                    with_rate("1e9"),
                                    with_rate("1000000000"),
                                    with_rate("48000.0"),
                                    with_rate("\"48000\""),
                                    with_rate("NaN"),
                                    with_rate("null"),
                                    std::string(100'000, '['),
                                    std::string(R"({"audio_data":"AAA=","sample_rate":48000,"profile":7})")}) {
        const auto answer = client.ask(post("/analyze", body));
        EXPECT_EQ(status_of(answer), 400) << body.substr(0, 60);
        EXPECT_FALSE(nlohmann::json::parse(body_of(answer)).at("error").get<std::string>().empty());
    }
    EXPECT_EQ(status_of(client.ask(post("/analyze", whole))), 200);
}

TEST(HttpSession, SixteenMegabytesOfNothingAreRefusedAndOneMoreByteNotRead) {
    const auto service = start();
    Client client(service->port());
    EXPECT_EQ(status_of(client.ask(post("/analyze", std::string(std::size_t{16} << 20, ' ')))), 400);
    EXPECT_EQ(status_of(client.ask(post("/analyze", std::string((std::size_t{16} << 20) + 1, ' ')))), 413);
}

TEST(HttpSession, BrokenChunksAreRefused) {
    const auto service = start();
    for (const char* chunks : {"xyz\r\n", "-1\r\n", "fffffffffffffffff\r\n", "3\r\nabcdef\r\n0\r\n\r\n"}) {
        Client client(service->port());
        const auto answer =
            client.ask("POST /analyze HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(chunks));
        EXPECT_TRUE(status_of(answer) == 400 || status_of(answer) == 413) << chunks << answer;
        EXPECT_TRUE(client.is_closed()) << chunks;
    }
}

TEST(HttpSession, AHeaderThatComesLetterByLetterIsNotWaitedFor) {
    const auto service = start({.idle_limit = 200ms});
    Client client(service->port());
    const auto begin = std::chrono::steady_clock::now();
    client.send("GET /health HTTP/1.1\r\nX: ");
    while (service->counts().sessions > 0 || std::chrono::steady_clock::now() < begin + 100ms) {
        client.send("x");
        std::this_thread::sleep_for(10ms);
        ASSERT_LT(std::chrono::steady_clock::now(), begin + 20s);
    }
    EXPECT_TRUE(client.is_closed());
}

TEST(HttpSession, ABodyMayTakeLongerThanTheLimitAsLongAsItComes) {
    const auto service = start({.idle_limit = 1s});
    const std::string request = post("/analyze", analyze_body(base64(tone_bytes(440.0, 1.0))));
    Client client(service->port());
    constexpr std::size_t kPieces = 8;  // 5 kB: 300 ms more each.
    for (std::size_t i = 0; i < kPieces; ++i) {
        client.send(request.substr(i * request.size() / kPieces,
                                   (i + 1) * request.size() / kPieces - i * request.size() / kPieces));
        if (i + 1 < kPieces) std::this_thread::sleep_for(160ms);
    }
    EXPECT_EQ(status_of(client.answer()), 200);
}

TEST(HttpSession, WhoAsksButNeverReadsIsLeft) {
    const auto service = start({.idle_limit = 200ms});
    Client client(service->port());
    std::string requests;
    for (int i = 0; i < 2000; ++i) requests += get("/nothing");
    ASSERT_TRUE(eventually([&] { return service->counts().sessions == 1; }));
    for (int i = 0; i < 1000 && service->counts().sessions == 1; ++i) client.send(requests);
    EXPECT_TRUE(eventually([&] { return service->counts().sessions == 0; }));
    EXPECT_LT(service->counts().requests, 1'000'000U);
}

TEST(HttpSession, ASecondOfSoundDoesNotWaitForALongOne) {
    const auto service = start();
    Client patient(service->port());
    Client hasty(service->port());
    const std::string silence(std::size_t{40} * 2 * kToneRate, '\0');
    patient.send(post("/analyze", analyze_body(base64(silence))));
    ASSERT_TRUE(eventually([&] { return service->counts().requests == 1; }));
    EXPECT_EQ(status_of(hasty.ask(post("/analyze", analyze_body(base64(tone_bytes(440.0, 0.3)))))), 200);
    EXPECT_FALSE(patient.has_answer());
}

}  // namespace
}  // namespace attacca::service
