// Tells from the clock of PipeWire's graph whether a stream kept up with it.
#pragma once

#include <spa/node/io.h>

#include <cstdint>

namespace attacca::device {

/// Finds the cycles that a stream missed or finished too late. PipeWire counts these in memory that it keeps
/// to itself; the graph's clock, which it shares, lets a client see the same.
///
/// Threads    The audio thread.
/// Real time  Some integer comparisons.
class PipewireCycles {
public:
    /// At a cycle's start; true when cycles went by since the one before without a start.
    bool begin(const spa_io_clock& clock) noexcept {
        const bool same_driver = known_ && clock.id == driver_ && clock.position >= expected_position_;
        const bool missed = same_driver && !late_ && clock.position > expected_position_;
        known_ = true;
        late_ = false;
        driver_ = clock.id;
        expected_position_ = clock.position + clock.duration;
        ends_ns_ = clock.next_nsec > clock.nsec ? clock.next_nsec : 0;
        return missed;
    }

    /// At its end, by the monotonic clock; true when the graph's next cycle had already begun. What that one
    /// then misses belongs to the same xrun.
    bool finish(std::uint64_t now_ns) noexcept {
        late_ = ends_ns_ != 0 && now_ns > ends_ns_;
        return late_;
    }

    /// Forgets the cycle before: a stream that was stopped has missed nothing.
    void reset() noexcept { *this = {}; }

private:
    bool known_ = false;
    bool late_ = false;
    std::uint32_t driver_ = 0;
    std::uint64_t expected_position_ = 0;
    std::uint64_t ends_ns_ = 0;
};

}  // namespace attacca::device
