// For tests: a callback that notes when its stream says that each cycle began, and when it was called.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <span>

#include "attacca/device/device.h"

namespace attacca::device {

/// Threads    `process` as a device calls it; `cycles` from a test's thread, of a stream that has stopped.
class CycleWatch final : public AudioCallback {
public:
    using Clock = std::chrono::steady_clock;
    struct Cycle {
        Clock::time_point began;
        Clock::time_point called;
    };

    /// [control] Before the stream starts.
    void watch(const Stream& stream) noexcept { stream_ = &stream; }

    void process(ConstAudioBlock, AudioBlock) noexcept override {
        const std::size_t count = count_.load(std::memory_order_relaxed);
        if (count == cycles_.size()) return;
        cycles_[count] = {.began = stream_->block_time(), .called = Clock::now()};
        count_.store(count + 1, std::memory_order_release);
    }

    [[nodiscard]] bool full() const noexcept { return count_.load(std::memory_order_acquire) == cycles_.size(); }
    [[nodiscard]] std::span<const Cycle> cycles() const noexcept { return cycles_; }

private:
    const Stream* stream_ = nullptr;
    std::array<Cycle, 100> cycles_{};
    std::atomic<std::size_t> count_{0};
};

/// Whether the times are those of cycles that follow each other, each before its callback.
inline void expect_cycles_in_order(std::span<const CycleWatch::Cycle> cycles) {
    for (std::size_t i = 0; i < cycles.size(); ++i) {
        EXPECT_LE(cycles[i].began, cycles[i].called) << i;
        EXPECT_GT(cycles[i].began, cycles[i].called - std::chrono::seconds(1)) << i;
        if (i > 0) {
            EXPECT_GE(cycles[i].began, cycles[i - 1].began) << i;
        }
    }
}

}  // namespace attacca::device
