#include "attacca/rt/buffer_pool.h"

#include <bit>
#include <cassert>

namespace attacca::rt {
namespace {

constexpr std::size_t kWordBits = 64;
constexpr std::size_t kLineSamples = kCacheLine / sizeof(float);

// An address that no other living thread has.
const void* this_thread() noexcept {
    static constinit thread_local char place = 0;
    return &place;
}

}  // namespace

BufferPool::BufferPool(Spec spec)
    : samples_(spec.samples),
      lines_each_((spec.samples + kLineSamples - 1) / kLineSamples),
      storage_(spec.buffers * lines_each_),
      free_(spec.buffers),
      free_count_(spec.buffers),
      returned_((spec.buffers + kWordBits - 1) / kWordBits) {
    assert(spec.buffers >= 1 && spec.buffers <= 4096);
    assert(spec.samples >= 1);
    for (std::size_t i = 0; i < free_.size(); ++i) free_[i] = static_cast<std::uint32_t>(free_.size() - 1 - i);
}

BufferPool::~BufferPool() {
    collect();
    assert(free_count_ == capacity() && "a buffer outlived its pool");
}

BufferPool::Buffer BufferPool::acquire() noexcept {
    constexpr auto kRelaxed = std::memory_order_relaxed;
    const void* const owner = owner_.load(kRelaxed);
    if (owner == nullptr) owner_.store(this_thread(), kRelaxed);
    assert((owner == nullptr || owner == this_thread()) && "another thread owns this pool");

    // What came back is collected before the mark of most buffers out would rise: that keeps the mark true, and the
    // buffers in use few and warm.
    const std::size_t most_out = most_out_.load(kRelaxed);
    if (free_count_ + most_out <= capacity()) collect();
    if (free_count_ == 0) {
        refused_.store(refused_.load(kRelaxed) + 1, kRelaxed);
        return {};
    }
    const std::uint32_t index = free_[--free_count_];
    if (capacity() - free_count_ > most_out) most_out_.store(capacity() - free_count_, kRelaxed);
    acquired_.store(acquired_.load(kRelaxed) + 1, kRelaxed);
    return Buffer(this, index);
}

void BufferPool::give_back(std::uint32_t index) noexcept {
    if (owner_.load(std::memory_order_relaxed) == this_thread()) {
        free_[free_count_++] = index;
        return;
    }
    // Released, so that the owner's collecting sees this thread done with the samples.
    returned_[index / kWordBits].fetch_or(std::uint64_t{1} << (index % kWordBits), std::memory_order_release);
}

void BufferPool::collect() noexcept {
    for (std::size_t word = 0; word < returned_.size(); ++word) {
        // Looked at first: an exchange would take the line from the others for nothing.
        if (returned_[word].load(std::memory_order_relaxed) == 0) continue;
        std::uint64_t back = returned_[word].exchange(0, std::memory_order_acquire);
        for (; back != 0; back &= back - 1) {
            const auto bit = static_cast<std::size_t>(std::countr_zero(back));
            free_[free_count_++] = static_cast<std::uint32_t>(word * kWordBits + bit);
        }
    }
}

BufferPool::Counts BufferPool::counts() const noexcept {
    const std::uint64_t acquired = acquired_.load(std::memory_order_relaxed);
    return {.acquired = acquired,
            .refused = refused_.load(std::memory_order_relaxed),
            .bytes_saved = acquired * samples_ * sizeof(float),
            .most_out = most_out_.load(std::memory_order_relaxed)};
}

}  // namespace attacca::rt
