#include "attacca/service/http_service.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "service/client_test.h"
#include "service/tone_test.h"

namespace attacca::service {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<HttpService> start(HttpServiceSpec spec = {}) {
    spec.port = 0;
    spec.version = "1.2.3";
    auto service = HttpService::start(spec);
    if (!service) ADD_FAILURE() << service.error().detail;
    return service ? *std::move(service) : nullptr;
}

std::string error_of(const std::string& answer) { return nlohmann::json::parse(body_of(answer)).at("error"); }

TEST(HttpService, TellsItsHealthAndVersion) {
    const auto service = start();
    Client client(service->port());
    const auto answer = client.ask(get("/health"));
    EXPECT_EQ(status_of(answer), 200);
    EXPECT_NE(answer.find("Content-Type: application/json\r\n"), std::string::npos);
    EXPECT_EQ(body_of(answer), R"({"status":"ok","version":"1.2.3"})");
}

TEST(HttpService, AnalyzesOneRequestAfterAnotherOnOneConnection) {
    const auto service = start();
    Client client(service->port());
    for (const auto& [hz, name] : {std::pair(440.0, "A4"), {277.18, "C#4"}, {440.0, "A4"}}) {
        const auto answer = client.ask(post("/analyze", analyze_body(base64(tone_bytes(hz)))));
        ASSERT_EQ(status_of(answer), 200) << answer;
        EXPECT_EQ(nlohmann::json::parse(body_of(answer))["notes"][0]["note"], name);
    }
    EXPECT_EQ(service->counts().requests, 3U);
}

TEST(HttpService, RemembersTheLastResult) {
    const auto service = start({.threads = 2});
    Client client(service->port());
    EXPECT_EQ(client.ask(get("/last-result")), "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n");
    const auto answer = client.ask(post("/analyze", analyze_body(base64(tone_bytes(440.0)))));
    Client another(service->port());
    EXPECT_EQ(body_of(another.ask(get("/last-result"))), body_of(answer));
    EXPECT_EQ(status_of(another.ask(post("/analyze", "{}"))), 400);
    EXPECT_EQ(body_of(another.ask(get("/last-result"))), body_of(answer));
}

TEST(HttpService, SaysWhatIsWrongWithARequest) {
    const auto service = start();
    Client client(service->port());
    auto answer = client.ask(post("/analyze", analyze_body("AAAA")));
    EXPECT_EQ(status_of(answer), 400);
    EXPECT_NE(error_of(answer).find("odd number of bytes"), std::string::npos);
    EXPECT_EQ(status_of(client.ask(get("/nothing"))), 404);
    answer = client.ask(get("/analyze"));
    EXPECT_EQ(status_of(answer), 405);
    EXPECT_NE(answer.find("Allow: POST\r\n"), std::string::npos);
    EXPECT_EQ(status_of(client.ask(post("/health", "x"))), 405);
    EXPECT_EQ(status_of(client.ask(get("/v1/notes"))), 426);
    EXPECT_EQ(service->counts().refused, 5U);
}

TEST(HttpService, WhatIsNotHttpIsRefusedAndTheConnectionClosed) {
    const auto service = start();
    for (const char* bytes : {"hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /health HTTP/1.1\r\nno colon\r\n\r\n",
                              "POST /analyze HTTP/1.1\r\nContent-Length: -5\r\n\r\n"}) {
        Client client(service->port());
        const auto answer = client.ask(bytes);
        EXPECT_EQ(status_of(answer), 400) << bytes << answer;
        EXPECT_TRUE(client.is_closed()) << bytes;
    }
    Client client(service->port());
    EXPECT_EQ(status_of(client.ask(get("/health"))), 200);
}

TEST(HttpService, LimitsBodiesAndHeaders) {
    const auto service = start({.most_body_bytes = 1000});
    Client client(service->port());
    EXPECT_EQ(status_of(client.ask(post("/analyze", std::string(1000, ' ')))), 400);
    const auto answer = client.ask(post("/analyze", std::string(1001, ' ')));
    EXPECT_EQ(status_of(answer), 413);
    EXPECT_EQ(error_of(answer), "the body is larger than 1000 bytes");
    EXPECT_TRUE(client.is_closed());
    Client claiming(service->port());
    EXPECT_EQ(status_of(claiming.ask("POST /analyze HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n")), 413);
    Client chunked(service->port());
    EXPECT_EQ(status_of(chunked.ask("POST /analyze HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
                                    std::string(1001, ' '))),
              413);
    Client talkative(service->port());
    EXPECT_EQ(status_of(talkative.ask(get("/health", "X: " + std::string(9000, 'x') + "\r\n"))), 431);
}

TEST(HttpService, ABodyMayComeInChunksOrAfterAGoAhead) {
    const auto service = start();
    const std::string body = analyze_body(base64(tone_bytes(440.0)));
    Client client(service->port());
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", body.size());
    EXPECT_EQ(status_of(client.ask("POST /analyze HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(size) +
                                   body + "\r\n0\r\n\r\n")),
              200);
    const std::string request = post("/analyze", body, "Expect: 100-continue\r\n");
    EXPECT_EQ(client.ask(request.substr(0, request.size() - body.size())), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_EQ(status_of(client.ask(body)), 200);
}

TEST(HttpService, AsksForTheTokenWhereThereIsOne) {
    const auto service = start({.bearer_token = "let me in"});
    Client client(service->port());
    EXPECT_EQ(status_of(client.ask(get("/health"))), 200);
    EXPECT_EQ(status_of(client.ask(get("/last-result"))), 401);
    EXPECT_EQ(status_of(client.ask(get("/last-result", "Authorization: Bearer let me i\r\n"))), 401);
    EXPECT_EQ(status_of(client.ask(get("/last-result", "Authorization: Bearer let me in!\r\n"))), 401);
    EXPECT_EQ(status_of(client.ask(get("/last-result", "Authorization: Bearer let me in\r\n"))), 204);
}

TEST(HttpService, OneSessionTooManyIsToldSo) {
    const auto service = start({.most_sessions = 2});
    auto first = std::make_unique<Client>(service->port());
    Client second(service->port());
    EXPECT_EQ(status_of(first->ask(get("/health"))), 200);
    EXPECT_EQ(status_of(second.ask(get("/health"))), 200);
    Client third(service->port());
    EXPECT_EQ(status_of(third.answer()), 503);
    first.reset();
    for (int i = 0; i < 500 && service->counts().sessions > 1; ++i) std::this_thread::sleep_for(2ms);
    Client fourth(service->port());
    EXPECT_EQ(status_of(fourth.ask(get("/health"))), 200);
}

TEST(HttpService, ASilentClientIsLetGo) {
    const auto service = start({.idle_limit = 50ms});
    Client client(service->port());
    client.send("POST /analyze HTTP/1.1\r\nContent-Length: 10\r\n\r\n123");
    EXPECT_TRUE(client.is_closed());
    Client silent(service->port());
    EXPECT_TRUE(silent.is_closed());
}

TEST(HttpService, AnHttp10ClientIsAnsweredAndLeft) {
    const auto service = start();
    Client client(service->port());
    EXPECT_EQ(status_of(client.ask("GET /health HTTP/1.0\r\n\r\n")), 200);
    EXPECT_TRUE(client.is_closed());
}

TEST(HttpService, StopsWhileClientsAreConnected) {
    auto service = start({.threads = 2});
    Client idle(service->port()), halfway(service->port());
    EXPECT_EQ(status_of(idle.ask(get("/health"))), 200);
    halfway.send("POST /analyze HTTP/1.1\r\nContent-Length: 10\r\n\r\n123");
    service.reset();
    EXPECT_TRUE(idle.is_closed());
    EXPECT_TRUE(halfway.is_closed());
}

TEST(HttpService, AnAddressThatIsTakenOrNoneIsAnError) {
    const auto service = start();
    const auto taken = HttpService::start({.port = service->port()});
    // Linux lets two sockets share an address only if neither listens.
    ASSERT_FALSE(taken);
    EXPECT_NE(taken.error().detail.find(std::to_string(service->port())), std::string::npos);
    const auto none = HttpService::start({.address = "nowhere"});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().detail, "nowhere: not an address");
    EXPECT_FALSE(HttpService::start({.port = 0, .threads = 0}));
}

}  // namespace
}  // namespace attacca::service
