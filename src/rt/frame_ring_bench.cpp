// One call moves 32 blocks of mono frames through a ring of 8192. `ring.write_read` is written by the timed thread and
// read by another, so it holds what two processors' caches cost each other; `ring.one_thread` alternates between both
// ends, eight blocks in and eight out, and times the copies alone. The first needs two idle processors to mean
// anything.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "attacca/rt/frame_ring.h"
#include "bench/bench.h"

namespace attacca::rt {
namespace {

constexpr std::size_t kCapacity = 8192;
constexpr std::size_t kBlocks = 32;
constexpr std::size_t kAhead = 8;

std::vector<float> noise(std::size_t size) {
    std::vector<float> samples(size);
    std::uint32_t state = 1;
    for (float& sample : samples) {
        state = state * 1664525 + 1013904223;
        sample = static_cast<float>(state >> 8) / (1 << 23) - 1.0f;
    }
    return samples;
}

std::string row_name(std::string name, std::size_t frames) { return name.append(std::to_string(frames)); }

bench::Row alternating(std::size_t frames) {
    return {.name = row_name("ring.one_thread/", frames),
            .frames = static_cast<double>(kBlocks * frames),
            .sample_rate = 48000,
            .prepare =
                [frames] {
                    auto ring = std::make_shared<FrameRing>(kCapacity, 1);
                    return [ring, in = noise(frames), out = std::vector<float>(frames)]() mutable {
                        for (std::size_t turn = 0; turn < kBlocks / kAhead; ++turn) {
                            for (std::size_t i = 0; i < kAhead; ++i) bench::keep(ring->write(in));
                            for (std::size_t i = 0; i < kAhead; ++i) bench::keep(ring->read(out));
                        }
                        bench::keep(out.front());
                    };
                },
            .rivals = {}};
}

/// A reader of its own empties the ring as fast as it can, for as long as the row is timed.
class Handover {
public:
    explicit Handover(std::size_t frames) : block_(noise(frames)), reader_([this, frames] { drain(frames); }) {}
    ~Handover() {
        done_ = true;
        reader_.join();
    }
    Handover(const Handover&) = delete;
    Handover& operator=(const Handover&) = delete;

    /// Returns when all blocks are in the ring.
    void send() noexcept {
        for (std::size_t block = 0; block < kBlocks; ++block) {
            for (std::size_t sent = 0; sent < block_.size();) {
                const std::size_t moved = ring_.write(std::span(block_).subspan(sent));
                if (moved == 0) std::this_thread::yield();
                sent += moved;
            }
        }
    }

private:
    void drain(std::size_t frames) {
        std::vector<float> out(frames);
        while (!done_.load(std::memory_order_relaxed)) {
            if (ring_.read(out) == 0) std::this_thread::yield();
            bench::keep(out.front());
        }
    }

    FrameRing ring_{kCapacity, 1};
    std::atomic<bool> done_{false};
    std::vector<float> block_;
    std::thread reader_;
};

bench::Row handed_over(std::size_t frames) {
    return {.name = row_name("ring.write_read/", frames),
            .frames = static_cast<double>(kBlocks * frames),
            .sample_rate = 48000,
            .prepare =
                [frames] {
                    auto handover = std::make_shared<Handover>(frames);
                    return [handover] { handover->send(); };
                },
            .rivals = {}};
}

[[maybe_unused]] const bool kAdded = bench::add(alternating(64)) && bench::add(alternating(256)) &&
                                     bench::add(alternating(1024)) && bench::add(handed_over(64)) &&
                                     bench::add(handed_over(256)) && bench::add(handed_over(1024));

}  // namespace
}  // namespace attacca::rt
