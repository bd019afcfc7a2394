// Samples through rings of 8192. `ring.write_read` is written by the timed thread and read by another, so it holds what
// two processors' caches cost each other; `ring.one_thread` alternates between both ends, eight blocks in and eight
// out, and times the copies alone. The first needs two idle processors to mean anything.
#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "attacca/rt/frame_ring.h"
#include "bench/bench.h"
#include "rt/two_threads_bench.h"

#ifdef ATTACCA_HAS_BOOST
#include <boost/lockfree/spsc_queue.hpp>
#endif
#ifdef ATTACCA_HAS_JACK
#include <jack/ringbuffer.h>
#endif

namespace attacca::rt {
namespace {

constexpr std::size_t kCapacity = 8192;
constexpr std::size_t kHandedOver = std::size_t{1} << 22;  // Samples a call: a thread's waking up is lost among them.
constexpr std::size_t kBlocks = 32;
constexpr std::size_t kAhead = 8;

// Each ring as what the rows need of one: how many samples it took, how many it gave.
class OurRing {
public:
    std::size_t write(std::span<const float> samples) noexcept { return ring_.write(samples); }
    std::size_t read(std::span<float> samples) noexcept { return ring_.read(samples); }

private:
    FrameRing ring_{kCapacity, 1};
};

#ifdef ATTACCA_HAS_BOOST
class BoostRing {
public:
    std::size_t write(std::span<const float> samples) { return ring_.push(samples.data(), samples.size()); }
    std::size_t read(std::span<float> samples) { return ring_.pop(samples.data(), samples.size()); }

private:
    boost::lockfree::spsc_queue<float> ring_{kCapacity};
};
#endif

#ifdef ATTACCA_HAS_JACK
class JackRing {
public:
    JackRing() : ring_(jack_ringbuffer_create(kCapacity * sizeof(float)), jack_ringbuffer_free) {}

    // It counts bytes: a sample must not be torn apart.
    std::size_t write(std::span<const float> samples) {
        const std::size_t count = std::min(samples.size(), jack_ringbuffer_write_space(ring_.get()) / sizeof(float));
        jack_ringbuffer_write(ring_.get(), reinterpret_cast<const char*>(samples.data()), count * sizeof(float));
        return count;
    }
    std::size_t read(std::span<float> samples) {
        return jack_ringbuffer_read(ring_.get(), reinterpret_cast<char*>(samples.data()), samples.size_bytes()) /
               sizeof(float);
    }

private:
    std::unique_ptr<jack_ringbuffer_t, void (*)(jack_ringbuffer_t*)> ring_;
};
#endif

std::vector<float> noise(std::size_t size) {
    std::vector<float> samples(size);
    std::uint32_t state = 1;
    for (float& sample : samples) {
        state = state * 1664525 + 1013904223;
        sample = static_cast<float>(state >> 8) / (1 << 23) - 1.0f;
    }
    return samples;
}

struct Alternating {
    template <class Ring>
    static bench::Prepare on(std::size_t frames) {
        return [frames] {
            auto ring = std::make_shared<Ring>();
            return [ring, in = noise(frames), out = std::vector<float>(frames)]() mutable {
                for (std::size_t turn = 0; turn < kBlocks / kAhead; ++turn) {
                    for (std::size_t i = 0; i < kAhead; ++i) bench::keep(ring->write(in));
                    for (std::size_t i = 0; i < kAhead; ++i) bench::keep(ring->read(out));
                }
                bench::keep(out.front());
            };
        };
    }
};

template <class Ring>
class Stream {
public:
    explicit Stream(std::size_t frames) : block_(noise(frames)), out_(frames) {}

    void send() {
        for (std::size_t sent = 0; sent < kHandedOver;) {
            const std::size_t at = sent % block_.size();
            const std::size_t moved = ring_.write(std::span(block_).subspan(at));
            if (moved == 0) std::this_thread::yield();
            sent += moved;
        }
    }
    void receive() {
        for (std::size_t received = 0; received < kHandedOver;) {
            const std::size_t moved = ring_.read(out_);
            if (moved == 0) std::this_thread::yield();
            received += moved;
            bench::keep(out_.front());
        }
    }

private:
    Ring ring_;
    std::vector<float> block_;
    std::vector<float> out_;
};

struct HandedOver {
    template <class Ring>
    static bench::Prepare on(std::size_t frames) {
        return [frames]() -> std::function<void()> {
            auto both = std::make_shared<TwoThreads<Stream<Ring>>>(frames);
            return [both] { both->run(); };
        };
    }
};

template <class Way>
bool add(std::string name, std::size_t samples, std::size_t frames) {
    bench::Row row{.name = name.append(std::to_string(frames)),
                   .frames = static_cast<double>(samples),
                   .sample_rate = 48000,
                   .prepare = Way::template on<OurRing>(frames),
                   .rivals = {},
                   .code = bench::Code::common};
#ifdef ATTACCA_HAS_BOOST
    row.rivals.push_back({"boost", Way::template on<BoostRing>(frames)});
#endif
#ifdef ATTACCA_HAS_JACK
    row.rivals.push_back({"jack", Way::template on<JackRing>(frames)});
#endif
    return bench::add(std::move(row));
}

[[maybe_unused]] const bool kAdded = [] {
    for (const std::size_t frames : {64, 256, 1024}) {
        add<Alternating>("ring.one_thread/", kBlocks * frames, frames);
        add<HandedOver>("ring.write_read/", kHandedOver, frames);
    }
    return true;
}();

}  // namespace
}  // namespace attacca::rt
