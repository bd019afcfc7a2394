// Carries audio between two threads without locks: device to engine, engine to meter.
#pragma once

#include <atomic>
#include <cstddef>
#include <span>

#include "attacca/base/aligned_buffer.h"
#include "attacca/rt/cache_line.h"

namespace attacca::rt {

/// A fixed queue of float frames between one writing and one reading thread.
///
/// Units      Every count is in frames; a frame is `channels()` interleaved floats.
/// Threads    [writer] members belong to one thread at a time, [reader] members to one
///            other. Handing a role over is the caller's synchronization to do.
/// Real time  Wait-free once constructed: no lock, allocation, system call or retry.
/// Failure    A transfer moves what it can and returns that count. What a loss means is
///            the caller's policy: a recognizer may wait, a device must play silence.
class FrameRing {
public:
    /// Allocates all storage; capacity is `min_frames` rounded up to a power of two.
    /// Requires 1 to 64 channels and 1 to 2^20 frames (21 s at 48 kHz).
    FrameRing(std::size_t min_frames, std::size_t channels);

    FrameRing(const FrameRing&) = delete;  // Two threads hold its address.
    FrameRing& operator=(const FrameRing&) = delete;

    /// [writer] Copies in the leading frames that fit; returns how many did.
    /// Requires a whole number of frames.
    [[nodiscard]] std::size_t write(std::span<const float> interleaved) noexcept;

    /// [reader] Moves out the oldest frames, at most the span's worth; returns how many.
    /// Leaves the rest of the span untouched. Requires a whole number of frames.
    [[nodiscard]] std::size_t read(std::span<float> interleaved) noexcept;

    /// [reader] Drops the oldest frames, at most `frames` of them; returns how many.
    std::size_t discard(std::size_t frames) noexcept;

    /// [writer] Frames that fit now; more room may come, none can vanish.
    [[nodiscard]] std::size_t writable() noexcept;

    /// [reader] Frames that can be read now; more may arrive, none can vanish.
    [[nodiscard]] std::size_t readable() const noexcept;

    std::size_t capacity() const noexcept { return mask_ + 1; }
    std::size_t channels() const noexcept { return channels_; }

private:
    const std::size_t channels_;
    const std::size_t mask_;
    AlignedBuffer<float> samples_;

    // Positions count every frame ever moved, so full differs from empty without a spare
    // slot; a power-of-two capacity keeps index and difference right when they overflow.
    // Each side remembers the position it last saw, and so stays off the other's line.
    alignas(kCacheLine) std::atomic<std::size_t> written_{0};
    std::size_t read_seen_{0};
    alignas(kCacheLine) std::atomic<std::size_t> read_{0};
    std::size_t written_seen_{0};
    static_assert(std::atomic<std::size_t>::is_always_lock_free);
};

}  // namespace attacca::rt
