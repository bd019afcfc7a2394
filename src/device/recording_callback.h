// For this room's tests: a callback that plays a constant, and remembers what it was given.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <thread>

#include "attacca/device/device.h"

namespace attacca::device {

/// Threads    `process` as a device calls it; the rest from a test's own thread.
class RecordingCallback final : public AudioCallback {
public:
    void process(ConstAudioBlock input, AudioBlock output) noexcept override {
        std::ranges::fill(output.samples(), 0.25f);
        float peak = input_peak_.load(std::memory_order_relaxed);
        for (const float sample : input.samples()) peak = std::max(peak, std::abs(sample));
        input_peak_.store(peak, std::memory_order_relaxed);
        input_frames_.fetch_add(input.frames(), std::memory_order_relaxed);
        output_frames_.fetch_add(output.frames(), std::memory_order_relaxed);
        longest_block_.store(std::max({longest_block_.load(), input.frames(), output.frames()}));
        channels_.store(output.empty() ? input.channels() : output.channels());
        calls_.fetch_add(1, std::memory_order_release);
    }

    /// Waits until `process` has run `count` times in all; false after ten seconds without. It looks again and
    /// again, because a wake-up from `process` would be a system call there.
    [[nodiscard]] bool wait_for_calls(std::size_t count) const {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (calls() < count) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }

    std::size_t calls() const noexcept { return calls_.load(std::memory_order_acquire); }
    std::size_t input_frames() const noexcept { return input_frames_.load(); }
    std::size_t output_frames() const noexcept { return output_frames_.load(); }
    std::size_t longest_block() const noexcept { return longest_block_.load(); }
    std::size_t channels() const noexcept { return channels_.load(); }
    float input_peak() const noexcept { return input_peak_.load(); }

private:
    std::atomic<std::size_t> calls_{0};
    std::atomic<std::size_t> input_frames_{0};
    std::atomic<std::size_t> output_frames_{0};
    std::atomic<std::size_t> longest_block_{0};
    std::atomic<std::size_t> channels_{0};
    std::atomic<float> input_peak_{0.0f};
};

}  // namespace attacca::device
