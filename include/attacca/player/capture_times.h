// When each frame of a live input was captured.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace attacca::player {

using CaptureClock = std::chrono::steady_clock;

/// A block as the device's callback brought it.
struct CaptureStamp {
    std::uint64_t first_frame = 0;  ///< In the frames that are read: those that were lost are not counted.
    std::size_t frames = 0;
    CaptureClock::time_point cycle_began;
};

/// Threads    One at a time.
class CaptureTimes {
public:
    explicit CaptureTimes(double sample_rate) : sample_rate_(sample_rate) {}

    /// From sound entering the device to the cycle that brings it, as the device reports it; a block's own length is
    /// the least.
    void set_latency(std::size_t frames) noexcept { latency_frames_ = frames; }

    /// In the order of their frames; blocks of more than four seconds ago are forgotten.
    void add(const CaptureStamp& stamp);

    /// Of a frame older or newer than what is known, what the nearest block lets expect. Requires a block.
    [[nodiscard]] CaptureClock::time_point captured_at(std::uint64_t frame) const;

private:
    double sample_rate_;
    std::size_t latency_frames_ = 0;
    std::deque<CaptureStamp> stamps_;
};

}  // namespace attacca::player
