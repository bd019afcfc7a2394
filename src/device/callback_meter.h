// Runs the user's callback for every backend, and counts what happens around it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "attacca/device/device.h"
#include "attacca/rt/latency_histogram.h"

namespace attacca::device {

/// The one place where a backend's thread enters the user's code: inside a RealtimeScope, denormals off,
/// timed.
///
/// Threads    [audio] members belong to one thread at a time.
/// Real time  `run` adds two clock readings and a few atomic stores; on a thread's first block, before the
///            scope opens, also the system calls that ask for its id and raise its priority.
class CallbackMeter {
public:
    using Clock = std::chrono::steady_clock;

    explicit CallbackMeter(AudioCallback& callback) noexcept : callback_(callback) {}

    /// [control] Before a thread begins (again) to call `run`: no interval is counted across the gap.
    void expect_new_thread() noexcept;

    /// [audio] `cycle_began`: what the device's clock says, if it is known.
    void run(ConstAudioBlock input, AudioBlock output, std::optional<Clock::time_point> cycle_began = {}) noexcept;

    /// [audio] When the cycle of the block in hand began.
    [[nodiscard]] Clock::time_point block_time() const noexcept { return block_time_; }

    /// [any]
    void count_xrun() noexcept { xruns_.fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t xruns() const noexcept { return xruns_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t callbacks() const noexcept { return callbacks_.load(std::memory_order_relaxed); }
    [[nodiscard]] rt::LatencyHistogram::Snapshot intervals() const { return intervals_.snapshot(); }
    [[nodiscard]] rt::LatencyHistogram::Snapshot durations() const { return durations_.snapshot(); }

    /// [any] The scheduling of the thread that calls `run`, as the kernel states it now: "SCHED_FIFO 83".
    [[nodiscard]] std::string scheduling() const;

private:
    void meet_thread() noexcept;

    AudioCallback& callback_;
    rt::LatencyHistogram intervals_;
    rt::LatencyHistogram durations_;
    std::atomic<std::uint64_t> xruns_{0};
    std::atomic<std::uint64_t> callbacks_{0};
    std::atomic<int> thread_id_{0};
    Clock::time_point last_start_{};
    Clock::time_point block_time_{};
};

}  // namespace attacca::device
