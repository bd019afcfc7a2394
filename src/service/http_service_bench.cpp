// `service.sessions`: so many live streams, each of 50 blocks of 20 ms a second, the service on one core and the
// clients on the others. A ping follows each block: it is answered when the notes of the block have been sent, so the
// time from the moment when the block was due to its pong is the time of the answer; a service that falls behind shows
// as such.
//
// `service.analyze`: one second of audio to /analyze, from clients that keep their connections; "x real time" is
// requests a second. `service.refuse` is the same request with a profile that does not exist: what the service itself
// takes for one, without the recognition.
#include <poll.h>
#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <deque>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "attacca/service/http_service.h"
#include "bench/bench.h"
#include "service/client_test.h"
#include "service/tone_test.h"

namespace attacca::service {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int kRate = 48'000;
constexpr std::size_t kBlockFrames = 960;
constexpr auto kBlockTime = 20ms;
constexpr std::size_t kClients = 4;
constexpr std::size_t kRequests = 16;
constexpr std::size_t kWarmUpBlocks = 25;
constexpr timespec kAtOnce{};

/// Chords that are struck twice a second, as 16-bit samples.
std::string struck_chords(double seconds) {
    std::string bytes;
    for (int i = 0; i < static_cast<int>(seconds * kRate); ++i) {
        const double time = static_cast<double>(i % (kRate / 2)) / kRate;
        double sum = 0.0;
        for (const double hz : {130.8, 196.0, 261.6, 329.6}) {
            for (int h = 1; h <= 8; ++h) sum += 0.05 / h * std::sin(2.0 * std::numbers::pi * hz * h * time);
        }
        const auto sample = static_cast<std::int16_t>(32000.0 * sum * std::exp(-3.0 * time));
        bytes.append(reinterpret_cast<const char*>(&sample), sizeof sample);
    }
    return bytes;
}

/// A service of one thread that has the first core for itself; whoever starts it has the others, where there are any.
class ServiceOnOneCore {
public:
    ServiceOnOneCore() {
        CPU_ZERO(&all_);
        sched_getaffinity(0, sizeof all_, &all_);
        cpu_set_t first, others = all_;
        CPU_ZERO(&first);
        int cpu = 0;
        while (!CPU_ISSET(cpu, &all_)) ++cpu;
        CPU_SET(cpu, &first);
        CPU_CLR(cpu, &others);
        sched_setaffinity(0, sizeof first, &first);  // Its thread inherits this.
        auto started = HttpService::start({.port = 0, .version = "1"});
        sched_setaffinity(0, sizeof others, CPU_COUNT(&others) > 0 ? &others : &all_);
        if (!started) throw std::runtime_error(started.error().detail);
        service_ = *std::move(started);
    }
    ServiceOnOneCore(const ServiceOnOneCore&) = delete;
    ServiceOnOneCore& operator=(const ServiceOnOneCore&) = delete;
    ~ServiceOnOneCore() { sched_setaffinity(0, sizeof all_, &all_); }

    [[nodiscard]] std::uint16_t port() const { return service_->port(); }

private:
    cpu_set_t all_{};
    std::unique_ptr<HttpService> service_;
};

/// A client's side of one stream.
class LiveSession {
public:
    explicit LiveSession(std::uint16_t port) : client_(port) {
        client_.send(upgrade("rate=48000"));
        if (status_of(client_.answer()) != 101) throw std::runtime_error("the stream is refused");
    }

    [[nodiscard]] int descriptor() const { return client_.descriptor(); }
    void begin_at(Clock::time_point first_due) { due_ = first_due; }
    [[nodiscard]] Clock::time_point due() const { return due_; }

    void send(const std::string& block_and_ping) {
        client_.send(block_and_ping);
        waiting_.push_back(due_);
        due_ += kBlockTime;
    }

    /// Whatever has arrived: each pong ends the wait for the oldest block.
    void receive(std::vector<double>& times) {
        const std::size_t got = client_.receive(room_);
        if (got == 0) throw std::runtime_error("the service has closed a stream");
        const auto now = Clock::now();
        pending_.append(room_.data(), got);
        std::size_t at = 0;
        while (pending_.size() >= at + 4) {
            const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(pending_[at + i]); };
            const bool is_long = byte(1) == 126;
            const std::size_t size = is_long ? 4U + (byte(2) << 8 | byte(3)) : 2U + byte(1);
            if (pending_.size() < at + size) break;
            if (byte(0) == static_cast<unsigned char>(FrameKind::pong)) {
                if (++answered_ > kWarmUpBlocks) {
                    times.push_back(std::chrono::duration<double, std::nano>(now - waiting_.front()).count());
                }
                waiting_.pop_front();
            }
            at += size;
        }
        pending_.erase(0, at);
    }

    [[nodiscard]] bool is_answered() const { return waiting_.empty(); }

private:
    Client client_;
    Clock::time_point due_;
    std::deque<Clock::time_point> waiting_;
    std::size_t answered_ = 0;
    std::string pending_;
    std::vector<char> room_ = std::vector<char>(65536);
};

bench::Load sessions(std::size_t count) {
    return [count](std::chrono::nanoseconds budget) {
        const ServiceOnOneCore service;
        const std::string sound = struck_chords(2.0);
        std::vector<std::string> blocks;
        for (std::size_t at = 0; at < sound.size(); at += 2 * kBlockFrames) {
            blocks.push_back(masked(FrameKind::binary, sound.substr(at, 2 * kBlockFrames)) +
                             masked(FrameKind::ping, "0123"));
        }
        std::vector<std::unique_ptr<LiveSession>> all;
        std::vector<pollfd> sockets;
        for (std::size_t i = 0; i < count; ++i) {
            all.push_back(std::make_unique<LiveSession>(service.port()));
            sockets.push_back({.fd = all.back()->descriptor(), .events = POLLIN, .revents = 0});
        }
        const auto begin = Clock::now() + kBlockTime;
        for (std::size_t i = 0; i < count; ++i) all[i]->begin_at(begin + kBlockTime * i / count);
        std::vector<double> times;
        std::size_t sent = 0;  // The sessions take turns, and none begins where another does in the music.
        const std::size_t total = count * (kWarmUpBlocks + static_cast<std::size_t>(budget / kBlockTime) + 1);
        const auto is_done = [&] {
            return sent == total && std::ranges::all_of(all, [](const auto& one) { return one->is_answered(); });
        };
        while (!is_done()) {
            const auto wait = sent == total ? Clock::duration(100ms) : all[sent % count]->due() - Clock::now();
            if (wait <= 0ns) {
                all[sent % count]->send(blocks[(sent / count + 7 * (sent % count)) % blocks.size()]);
                ++sent;
            }
            const timespec limit{.tv_sec = wait / 1s, .tv_nsec = (wait % 1s) / 1ns};
            if (ppoll(sockets.data(), sockets.size(), wait > 0ns ? &limit : &kAtOnce, nullptr) <= 0) continue;
            for (std::size_t i = 0; i < count; ++i) {
                if (sockets[i].revents != 0) all[i]->receive(times);
            }
        }
        return times;
    };
}

std::string body(const std::string& more) {
    return "{\"audio_data\":\"" + base64(struck_chords(1.0)) + "\",\"sample_rate\":" + std::to_string(kRate) + more +
           "}";
}

bench::Prepare requests(const std::string& more, int status) {
    struct Work {
        ServiceOnOneCore service;
        std::vector<std::unique_ptr<Client>> clients;
        std::string request;
    };
    return [more, status]() -> std::function<void()> {
        const auto work = std::make_shared<Work>();
        work->request = post("/analyze", body(more));
        for (std::size_t i = 0; i < kClients; ++i) {
            work->clients.push_back(std::make_unique<Client>(work->service.port()));
        }
        return [work, status] {
            for (const auto& client : work->clients) client->send(work->request);
            for (std::size_t i = 0; i < kRequests; ++i) {
                auto& client = *work->clients[i % kClients];
                if (status_of(client.answer()) != status) throw std::runtime_error("an answer of another status");
                if (i + kClients < kRequests) client.send(work->request);
            }
        };
    };
}

bool add_sessions(const char* name, std::size_t count) {
    return bench::add({.name = name, .prepare = {}, .rivals = {}, .work = bench::Work::load, .load = sessions(count)});
}

bool add_requests(const char* name, bench::Prepare prepare) {
    return bench::add({.name = name,
                       .frames = 1.0 * kRate * kRequests,
                       .sample_rate = kRate,
                       .prepare = std::move(prepare),
                       .rivals = {}});
}

[[maybe_unused]] const bool kAdded =
    add_sessions("service.sessions/25", 25) && add_sessions("service.sessions/50", 50) &&
    add_sessions("service.sessions/100", 100) && add_requests("service.analyze", requests("", 200)) &&
    add_requests("service.refuse", requests(",\"profile\":\"nobody\"", 400));

}  // namespace
}  // namespace attacca::service
