#include "attacca/rt/frame_ring.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

namespace attacca::rt {
namespace {

std::size_t checked_capacity(std::size_t min_frames, [[maybe_unused]] std::size_t channels) {
    assert(min_frames >= 1 && min_frames <= (std::size_t{1} << 20));
    assert(channels >= 1 && channels <= 64);
    return std::bit_ceil(min_frames);
}

void copy(float* to, const float* from, std::size_t samples) noexcept {
    if (samples > 0) std::memcpy(to, from, samples * sizeof(float));  // An empty span may point nowhere.
}

void fetch_for_writing([[maybe_unused]] const float* from, [[maybe_unused]] const float* to) noexcept {
#if defined(__x86_64__) && defined(__GNUC__)
    // Not __builtin_prefetch: without -mprfchw it asks for a line to read, which has to be asked for again to write.
    for (; from < to; from += 64 / sizeof(float)) asm volatile("prefetchw %0" : : "m"(*from));
#endif
}

// Blocks of this size and more gain by it; a shorter one is written before its lines would arrive.
constexpr std::size_t kFetchFrom_samples = 128;
constexpr std::size_t kFetchAtMost_samples = 256;

}  // namespace

FrameRing::FrameRing(std::size_t min_frames, std::size_t channels)
    : channels_(channels), mask_(checked_capacity(min_frames, channels) - 1), samples_((mask_ + 1) * channels) {}

std::size_t FrameRing::write(std::span<const float> interleaved) noexcept {
    assert(interleaved.size() % channels_ == 0);
    const std::size_t written = written_.load(std::memory_order_relaxed);
    const std::size_t wanted = interleaved.size() / channels_;
    if (capacity() - (written - read_seen_) < wanted) read_seen_ = read_.load(std::memory_order_acquire);
    const std::size_t count = std::min(wanted, capacity() - (written - read_seen_));

    const std::size_t start = written & mask_;
    const std::size_t before_wrap = std::min(count, capacity() - start);
    copy(samples_.data() + start * channels_, interleaved.data(), before_wrap * channels_);
    copy(samples_.data(), interleaved.data() + before_wrap * channels_, (count - before_wrap) * channels_);

    written_.store(written + count, std::memory_order_release);

    // The reader's cache still holds the lines that the next write will fill. Asking for them now halves the time of a
    // transfer between two threads in blocks of 256, and costs one thread alone some 10 ns a block.
    if (const std::size_t samples = count * channels_; samples >= kFetchFrom_samples) {
        const float* const next = samples_.data() + ((written + count) & mask_) * channels_;
        const float* const end = samples_.data() + samples_.size();
        fetch_for_writing(next, next + std::min({samples, kFetchAtMost_samples, std::size_t(end - next)}));
    }
    return count;
}

std::size_t FrameRing::read(std::span<float> interleaved) noexcept {
    assert(interleaved.size() % channels_ == 0);
    const std::size_t read = read_.load(std::memory_order_relaxed);
    const std::size_t wanted = interleaved.size() / channels_;
    if (written_seen_ - read < wanted) written_seen_ = written_.load(std::memory_order_acquire);
    const std::size_t count = std::min(wanted, written_seen_ - read);

    const std::size_t start = read & mask_;
    const std::size_t before_wrap = std::min(count, capacity() - start);
    copy(interleaved.data(), samples_.data() + start * channels_, before_wrap * channels_);
    copy(interleaved.data() + before_wrap * channels_, samples_.data(), (count - before_wrap) * channels_);

    read_.store(read + count, std::memory_order_release);
    return count;
}

std::size_t FrameRing::discard(std::size_t frames) noexcept {
    const std::size_t read = read_.load(std::memory_order_relaxed);
    if (written_seen_ - read < frames) written_seen_ = written_.load(std::memory_order_acquire);
    const std::size_t count = std::min(frames, written_seen_ - read);
    read_.store(read + count, std::memory_order_release);
    return count;
}

std::size_t FrameRing::writable() noexcept {
    read_seen_ = read_.load(std::memory_order_acquire);
    return capacity() - (written_.load(std::memory_order_relaxed) - read_seen_);
}

std::size_t FrameRing::readable() const noexcept {
    return written_.load(std::memory_order_acquire) - read_.load(std::memory_order_relaxed);
}

}  // namespace attacca::rt
