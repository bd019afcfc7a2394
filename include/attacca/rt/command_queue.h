// Carries commands to the audio thread, and retired objects back, in order and without locks.
#pragma once

#include <atomic>
#include <bit>
#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

#include "attacca/rt/cache_line.h"

namespace attacca::rt {

/// A bounded queue of values between one writing and one reading thread.
///
/// Threads    [writer] members belong to one thread at a time, [reader] members to one other.
/// Real time  Wait-free when moving a `T` is: a push or pop moves one value and nothing else.
///            A popped slot keeps its moved-from value, so a `T` that owns memory must give it
///            up when it is moved from (unique_ptr does).
/// Failure    A push to a full queue moves nothing and returns false.
template <class T>
class CommandQueue {
public:
    /// Holds at least `min_capacity` values. Requires 1 to 2^20.
    explicit CommandQueue(std::size_t min_capacity) : slots_(std::bit_ceil(min_capacity)) {
        assert(min_capacity >= 1 && min_capacity <= (std::size_t{1} << 20));
    }

    CommandQueue(const CommandQueue&) = delete;  // Two threads hold its address.
    CommandQueue& operator=(const CommandQueue&) = delete;

    /// [writer] Appends the value, or leaves it as it is and returns false.
    [[nodiscard]] bool push(T&& value) noexcept {
        const std::size_t written = written_.load(std::memory_order_relaxed);
        if (written - read_seen_ == slots_.size()) {
            read_seen_ = read_.load(std::memory_order_acquire);
            if (written - read_seen_ == slots_.size()) return false;
        }
        slots_[written & (slots_.size() - 1)] = std::move(value);
        written_.store(written + 1, std::memory_order_release);
        return true;
    }

    /// [reader] Moves out the oldest value; false when there is none.
    [[nodiscard]] bool pop(T& value) noexcept {
        const std::size_t read = read_.load(std::memory_order_relaxed);
        if (written_seen_ == read) {
            written_seen_ = written_.load(std::memory_order_acquire);
            if (written_seen_ == read) return false;
        }
        value = std::move(slots_[read & (slots_.size() - 1)]);
        read_.store(read + 1, std::memory_order_release);
        return true;
    }

    std::size_t capacity() const noexcept { return slots_.size(); }

private:
    std::vector<T> slots_;
    alignas(kCacheLine) std::atomic<std::size_t> written_{0};
    std::size_t read_seen_ = 0;
    alignas(kCacheLine) std::atomic<std::size_t> read_{0};
    std::size_t written_seen_ = 0;
    static_assert(std::atomic<std::size_t>::is_always_lock_free);
};

}  // namespace attacca::rt
