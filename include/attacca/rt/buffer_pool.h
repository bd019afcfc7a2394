// Hands out buffers that were allocated before playing began, so that nothing allocates while it lasts.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "attacca/rt/cache_line.h"

namespace attacca::rt {

/// A fixed number of sample buffers of one size. One thread acquires, any thread gives back.
///
/// Threads    The first thread to acquire is the owner: only it may acquire, until `forget_owner`.
///            Buffers may be passed to and given back by any thread. The pool outlives them.
/// Real time  Wait-free on every thread: acquiring takes from the owner's own list, and when that runs
///            out, collects what came back with one atomic exchange for 64 buffers; giving back is one
///            plain store for the owner, one atomic OR for the others. No lock, allocation or retry.
/// Failure    An empty pool hands out an empty buffer and counts a refusal.
class BufferPool {
public:
    struct Spec {
        std::size_t buffers = 0;  ///< 1 to 4096
        std::size_t samples = 0;  ///< In each; at least 1.
    };

    /// Owns a buffer for as long as it lives; gives it back when it is destroyed or assigned to.
    class Buffer {
    public:
        Buffer() noexcept = default;
        Buffer(Buffer&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), index_(other.index_) {}
        Buffer& operator=(Buffer&& other) noexcept;
        ~Buffer() { release(); }

        explicit operator bool() const noexcept { return pool_ != nullptr; }

        /// Starts on a cache line of its own and holds what was last written there; empty for an empty buffer.
        std::span<float> samples() const noexcept;

        /// [any] Gives the buffer back now.
        void release() noexcept;

    private:
        friend class BufferPool;
        Buffer(BufferPool* pool, std::uint32_t index) noexcept : pool_(pool), index_(index) {}

        BufferPool* pool_ = nullptr;
        std::uint32_t index_ = 0;
    };

    /// Since construction.
    struct Counts {
        std::uint64_t acquired = 0;     ///< Each stands for one allocation saved.
        std::uint64_t refused = 0;      ///< Times that every buffer was out.
        std::uint64_t bytes_saved = 0;  ///< Bytes that would have been allocated.
        std::size_t most_out = 0;       ///< The most buffers ever out at one time.
    };

    /// Allocates all storage.
    explicit BufferPool(Spec spec);

    /// Requires that every buffer has come back.
    ~BufferPool();

    BufferPool(const BufferPool&) = delete;  // Buffers hold its address.
    BufferPool& operator=(const BufferPool&) = delete;

    /// [owner] A buffer, or an empty one when all are out.
    [[nodiscard]] Buffer acquire() noexcept;

    /// [control] Lets another thread become the owner. Requires that meanwhile nobody acquires or gives back.
    void forget_owner() noexcept { owner_.store(nullptr, std::memory_order_relaxed); }

    /// [any]
    [[nodiscard]] Counts counts() const noexcept;

    std::size_t capacity() const noexcept { return free_.size(); }
    std::size_t samples_each() const noexcept { return samples_; }

private:
    struct alignas(kCacheLine) Line {
        float samples[kCacheLine / sizeof(float)];
    };

    void give_back(std::uint32_t index) noexcept;
    void collect() noexcept;

    const std::size_t samples_;
    const std::size_t lines_each_;
    std::vector<Line> storage_;

    std::atomic<const void*> owner_{nullptr};

    // The owner's. A stack, so that the buffer handed out next is the one most likely still in its cache.
    alignas(kCacheLine) std::vector<std::uint32_t> free_;
    std::size_t free_count_;
    std::atomic<std::uint64_t> acquired_{0};
    std::atomic<std::uint64_t> refused_{0};
    std::atomic<std::size_t> most_out_{0};

    // One bit for each buffer that another thread gave back and the owner has not yet collected.
    alignas(kCacheLine) std::vector<std::atomic<std::uint64_t>> returned_;
    static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
};

inline BufferPool::Buffer& BufferPool::Buffer::operator=(Buffer&& other) noexcept {
    if (this != &other) {
        release();
        pool_ = std::exchange(other.pool_, nullptr);
        index_ = other.index_;
    }
    return *this;
}

inline std::span<float> BufferPool::Buffer::samples() const noexcept {
    if (pool_ == nullptr) return {};
    return {pool_->storage_[index_ * pool_->lines_each_].samples, pool_->samples_};
}

inline void BufferPool::Buffer::release() noexcept {
    if (pool_ != nullptr) std::exchange(pool_, nullptr)->give_back(index_);
}

}  // namespace attacca::rt
