// `pool.acquire_release` is one thread's; `pool.handed_over` sends each buffer through a queue to a second thread,
// which gives it back: the figure holds both threads' work and the lines that travel between them.
#include <array>
#include <atomic>
#include <memory>
#include <thread>

#include "attacca/rt/buffer_pool.h"
#include "attacca/rt/command_queue.h"
#include "attacca/rt/latency_histogram.h"
#include "attacca/rt/latest_value.h"
#include "bench/bench.h"

namespace attacca::rt {
namespace {

constexpr std::size_t kTimes = 1000;
constexpr BufferPool::Spec kPool{.buffers = 64, .samples = 1024};  // 4 KiB each

class Handover {
public:
    Handover() : reader_([this] { drain(); }) {}
    ~Handover() {
        done_ = true;
        reader_.join();
    }
    Handover(const Handover&) = delete;
    Handover& operator=(const Handover&) = delete;

    void send() noexcept {
        for (std::size_t i = 0; i < kTimes; ++i) {
            BufferPool::Buffer buffer = pool_.acquire();
            while (!buffer) {
                std::this_thread::yield();
                buffer = pool_.acquire();
            }
            buffer.samples().front() = 1.0f;
            while (!queue_.push(std::move(buffer))) std::this_thread::yield();
        }
    }

private:
    void drain() noexcept {
        while (!done_.load(std::memory_order_relaxed)) {
            BufferPool::Buffer buffer;
            if (!queue_.pop(buffer)) {
                std::this_thread::yield();
                continue;
            }
            bench::keep(buffer.samples().front());
        }
    }

    BufferPool pool_{kPool};
    CommandQueue<BufferPool::Buffer> queue_{64};
    std::atomic<bool> done_{false};
    std::thread reader_;
};

std::function<void()> prepare_acquire_release() {
    auto pool = std::make_shared<BufferPool>(kPool);
    return [pool] {
        for (std::size_t i = 0; i < kTimes; ++i) {
            const BufferPool::Buffer buffer = pool->acquire();
            bench::keep(buffer.samples().front());
        }
    };
}

std::function<void()> prepare_handed_over() {
    auto handover = std::make_shared<Handover>();
    return [handover] { handover->send(); };
}

struct Command {
    std::array<float, 14> values{};
};

std::function<void()> prepare_queue() {
    auto queue = std::make_shared<CommandQueue<Command>>(1024);
    return [queue] {
        Command command;
        for (std::size_t i = 0; i < kTimes; ++i) {
            bench::keep(queue->push(Command{}));
            bench::keep(queue->pop(command));
        }
        bench::keep(command.values.front());
    };
}

std::function<void()> prepare_latest_value() {
    auto value = std::make_shared<LatestValue<Command>>();
    return [value] {
        for (std::size_t i = 0; i < kTimes; ++i) {
            value->publish(Command{});
            bench::keep(value->latest().values.front());
        }
    };
}

std::function<void()> prepare_histogram() {
    auto histogram = std::make_shared<LatencyHistogram>();
    return [histogram, ns = std::uint32_t{1}]() mutable {
        for (std::size_t i = 0; i < kTimes; ++i) {
            ns = ns * 1664525 + 1013904223;
            histogram->record(std::chrono::nanoseconds(ns >> 4));
        }
    };
}

bool add(const char* name, bench::Prepare prepare) {
    return bench::add({.name = name, .frames = kTimes, .prepare = std::move(prepare), .rivals = {}});
}

[[maybe_unused]] const bool kAdded =
    add("pool.acquire_release", prepare_acquire_release) && add("pool.handed_over", prepare_handed_over) &&
    add("queue.push_pop", prepare_queue) && add("latest_value.publish_take", prepare_latest_value) &&
    add("histogram.record", prepare_histogram);

}  // namespace
}  // namespace attacca::rt
