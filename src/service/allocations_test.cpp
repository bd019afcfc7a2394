// In steady state a request, and a block of a stream, allocate nothing: every operator new of the program is counted.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <thread>

#include "attacca/service/http_service.h"
#include "service/client_test.h"
#include "service/tone_test.h"

namespace {

std::atomic<std::uint64_t> allocations{0};

void* counted(std::size_t size, std::size_t alignment) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    void* place = nullptr;
    if (posix_memalign(&place, std::max(alignment, sizeof(void*)), size) == 0) return place;
    throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return counted(size, __STDCPP_DEFAULT_NEW_ALIGNMENT__); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    return counted(size, static_cast<std::size_t>(alignment));
}
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // Inlined, these pairs look like a mistake.
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }
void operator delete(void* place, std::align_val_t) noexcept { std::free(place); }
void operator delete(void* place, std::size_t, std::align_val_t) noexcept { std::free(place); }

namespace attacca::service {
namespace {

constexpr int kWarmUp = 3;
constexpr int kRounds = 10;

std::unique_ptr<HttpService> start() {
    auto service = HttpService::start({.port = 0, .idle_limit = std::chrono::hours(1), .version = "1"});
    return service ? *std::move(service) : nullptr;
}

/// Until all that was asked for has arrived; nothing is kept.
std::size_t receive(Client& client, std::size_t bytes) {
    static std::array<char, 65536> room;
    std::size_t received = 0;
    while (received < bytes) {
        const std::size_t got = client.receive(std::span(room).first(std::min(room.size(), bytes - received)));
        if (got == 0) break;
        received += got;
    }
    return received;
}

std::uint64_t per_round(const std::function<void()>& round) {
    for (int i = 0; i < kWarmUp; ++i) round();
    const auto before = allocations.load();
    for (int i = 0; i < kRounds; ++i) round();
    return (allocations.load() - before + kRounds - 1) / kRounds;
}

TEST(Allocations, ARequestNeedsNone) {
    const auto service = start();
    Client client(service->port());
    const std::string request = post("/analyze", analyze_body(base64(tone_bytes(440.0, 0.4))));
    const std::size_t answer_bytes = client.ask(request).size();
    EXPECT_EQ(per_round([&] {
                  client.send(request);
                  EXPECT_EQ(receive(client, answer_bytes), answer_bytes);
              }),
              0U);
    const std::string health = get("/health");
    const std::size_t health_bytes = client.ask(health).size();
    EXPECT_EQ(per_round([&] {
                  client.send(health);
                  EXPECT_EQ(receive(client, health_bytes), health_bytes);
              }),
              0U);
}

TEST(Allocations, ABlockOfAStreamNeedsNone) {
    const auto service = start();
    Client client(service->port());
    EXPECT_EQ(status_of(client.ask(upgrade("rate=16000"))), 101);
    // Each round is a note and its end: events are written in all of them.
    const std::string sound = tone_bytes(440.0, 0.4) + std::string(std::size_t{2} * kToneRate * 4 / 10, '\0');
    std::string blocks;
    for (std::size_t at = 0; at < sound.size(); at += 640) blocks += masked(FrameKind::binary, sound.substr(at, 640));
    std::uint64_t expected = 0;
    std::array<char, 65536> room;
    std::size_t heard = 0;
    EXPECT_EQ(per_round([&] {
                  client.send(blocks);
                  expected += sound.size() / 640;
                  while (service->counts().blocks < expected) std::this_thread::yield();
                  heard += client.receive(room);
              }),
              0U);
    EXPECT_GT(heard, 1000U);
}

}  // namespace
}  // namespace attacca::service
