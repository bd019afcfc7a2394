// Shows another thread the newest state and forgets what came between.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <type_traits>

#include "attacca/rt/cache_line.h"

namespace attacca::rt {

/// A triple buffer: the writer always has a slot to fill, the reader always has one to keep.
///
/// Threads    [writer] members belong to one thread at a time, [reader] members to one other.
/// Real time  Wait-free on both sides: one atomic exchange and one copy of a `T`.
template <class T>
class LatestValue {
    static_assert(std::is_trivially_copyable_v<T>, "a value is copied across threads byte by byte");

public:
    LatestValue() noexcept : LatestValue(T{}) {}
    explicit LatestValue(const T& initial) noexcept { slots_.fill(Slot{initial}); }

    LatestValue(const LatestValue&) = delete;  // Two threads hold its address.
    LatestValue& operator=(const LatestValue&) = delete;

    /// [writer] Makes `value` the one that the reader sees next.
    void publish(const T& value) noexcept {
        slots_[writing_].value = value;
        writing_ = middle_.exchange(static_cast<std::uint8_t>(writing_ | kFresh), std::memory_order_acq_rel) & kIndex;
    }

    /// [reader] The value published since the last call, or null when there is none.
    /// It stays valid and unchanged until the next call.
    [[nodiscard]] const T* take_fresh() noexcept {
        if ((middle_.load(std::memory_order_relaxed) & kFresh) == 0) return nullptr;
        reading_ = middle_.exchange(reading_, std::memory_order_acq_rel) & kIndex;
        return &slots_[reading_].value;
    }

    /// [reader] The newest value, published since the last call or not.
    [[nodiscard]] const T& latest() noexcept {
        (void)take_fresh();
        return slots_[reading_].value;
    }

private:
    static constexpr std::uint8_t kIndex = 3;
    static constexpr std::uint8_t kFresh = 4;

    struct alignas(kCacheLine) Slot {
        T value;
    };
    std::array<Slot, 3> slots_;
    alignas(kCacheLine) std::atomic<std::uint8_t> middle_{1};
    alignas(kCacheLine) std::uint8_t writing_ = 0;
    alignas(kCacheLine) std::uint8_t reading_ = 2;
};

}  // namespace attacca::rt
