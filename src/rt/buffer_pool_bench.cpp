// `pool.acquire_release` is one thread's; `pool.handed_over` sends each buffer through a queue to a second thread,
// which gives it back: the figure holds both threads' work and the lines that travel between them.
#include <array>
#include <memory>
#include <thread>
#include <vector>

#include "attacca/rt/buffer_pool.h"
#include "attacca/rt/command_queue.h"
#include "attacca/rt/latency_histogram.h"
#include "attacca/rt/latest_value.h"
#include "bench/bench.h"
#include "rt/two_threads_bench.h"

#ifdef ATTACCA_HAS_MOODYCAMEL
#include <concurrentqueue/concurrentqueue.h>
#endif

namespace attacca::rt {
namespace {

constexpr std::size_t kTimes = 1000;
constexpr std::size_t kHandedOver = 20'000;  // A thread's waking up is lost among them.
constexpr BufferPool::Spec kPool{.buffers = 64, .samples = 1024};  // 4 KiB each

// Each pool as what the rows need of one.
class OurPool {
public:
    using Buffer = BufferPool::Buffer;
    [[nodiscard]] Buffer acquire() noexcept { return pool_.acquire(); }
    static void release(Buffer buffer) noexcept { buffer = {}; }
    static float& front(Buffer& buffer) noexcept { return buffer.samples().front(); }

private:
    BufferPool pool_{kPool};
};

#ifdef ATTACCA_HAS_MOODYCAMEL
class MoodycamelPool {
public:
    using Buffer = float*;
    MoodycamelPool() {
        for (std::size_t i = 0; i < kPool.buffers; ++i) free_.enqueue(given_back_, &samples_[i * kPool.samples]);
    }
    [[nodiscard]] Buffer acquire() noexcept {
        Buffer buffer = nullptr;
        free_.try_dequeue(taken_, buffer);
        return buffer;
    }
    void release(Buffer buffer) noexcept { free_.enqueue(given_back_, buffer); }
    static float& front(Buffer& buffer) noexcept { return *buffer; }

private:
    std::vector<float> samples_ = std::vector<float>(kPool.buffers * kPool.samples);
    moodycamel::ConcurrentQueue<float*> free_{2 * kPool.buffers};
    moodycamel::ConsumerToken taken_{free_};
    moodycamel::ProducerToken given_back_{free_};
};
#endif

template <class Pool>
class Handover {
public:
    void send() noexcept {
        for (std::size_t i = 0; i < kHandedOver; ++i) {
            typename Pool::Buffer buffer = pool_.acquire();
            while (!buffer) {
                std::this_thread::yield();
                buffer = pool_.acquire();
            }
            Pool::front(buffer) = 1.0f;
            while (!queue_.push(std::move(buffer))) std::this_thread::yield();
        }
    }
    void receive() noexcept {
        for (std::size_t received = 0; received < kHandedOver;) {
            typename Pool::Buffer buffer{};
            if (!queue_.pop(buffer)) {
                std::this_thread::yield();
                continue;
            }
            bench::keep(Pool::front(buffer));
            pool_.release(std::move(buffer));
            ++received;
        }
    }

private:
    Pool pool_;
    CommandQueue<typename Pool::Buffer> queue_{kPool.buffers};
};

struct AcquireRelease {
    template <class Pool>
    static bench::Prepare on() {
        return [] {
            auto pool = std::make_shared<Pool>();
            return [pool] {
                for (std::size_t i = 0; i < kTimes; ++i) {
                    typename Pool::Buffer buffer = pool->acquire();
                    bench::keep(Pool::front(buffer));
                    pool->release(std::move(buffer));
                }
            };
        };
    }
};

struct HandedOver {
    template <class Pool>
    static bench::Prepare on() {
        return []() -> std::function<void()> {
            auto both = std::make_shared<TwoThreads<Handover<Pool>>>();
            return [both] { both->run(); };
        };
    }
};

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

template <class Way>
bool add_pool(const char* name, std::size_t times) {
    bench::Row row{.name = name,
                   .frames = static_cast<double>(times),
                   .prepare = Way::template on<OurPool>(),
                   .rivals = {},
                   .code = bench::Code::common};
#ifdef ATTACCA_HAS_MOODYCAMEL
    row.rivals.push_back({"moodycamel", Way::template on<MoodycamelPool>()});
#endif
    return bench::add(std::move(row));
}

bool add(const char* name, bench::Prepare prepare) {
    return bench::add({.name = name,
                       .frames = kTimes,
                       .prepare = std::move(prepare),
                       .rivals = {},
                       .code = bench::Code::common});
}

[[maybe_unused]] const bool kAdded =
    add_pool<AcquireRelease>("pool.acquire_release", kTimes) && add_pool<HandedOver>("pool.handed_over", kHandedOver) &&
    add("queue.push_pop", prepare_queue) && add("latest_value.publish_take", prepare_latest_value) &&
    add("histogram.record", prepare_histogram);

}  // namespace
}  // namespace attacca::rt
