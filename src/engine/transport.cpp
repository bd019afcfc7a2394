#include "attacca/engine/transport.h"

#include <algorithm>

#include "attacca/kernels/gain.h"

namespace attacca::engine {
namespace {

void silence(AudioBlock block) noexcept { std::ranges::fill(block.samples(), 0.0F); }

}  // namespace

Transport::Transport(const TransportSpec& spec)
    : ring_(spec.ring_frames, spec.channels),
      prebuffer_frames_(std::min(spec.prebuffer_frames, ring_.capacity())),
      fade_frames_(std::max<std::size_t>(1, static_cast<std::size_t>(spec.sample_rate * spec.fade_ms / 1000.0))) {}

std::size_t Transport::write(ConstAudioBlock block) noexcept {
    const std::size_t frames = ring_.write(block.samples());
    written_ += frames;
    return frames;
}

void Transport::process(AudioBlock block) noexcept {
    if (faded_frames_ == 0) drop_skipped();
    const bool skipping = position_ < skip_to_.load(std::memory_order_acquire);
    const bool sounding = playing() && !skipping && ready();

    if (sounding) {
        take(block);
    } else {
        // What is left of a fade-out, and silence after it.
        const std::size_t fading = std::min(faded_frames_, block.frames());
        if (fading > 0) fade_out(block.subblock(0, fading));
        silence(block.subblock(fading, block.frames() - fading));
    }
    silent_.store(faded_frames_ == 0, std::memory_order_release);
}

bool Transport::ready() noexcept {
    const std::size_t readable = ring_.readable();
    if (filling_) {
        const bool all_there = position_ + readable >= end_.load(std::memory_order_acquire);
        filling_ = readable < prebuffer_frames_ && !all_there;
    }
    return !filling_;
}

void Transport::take(AudioBlock block) noexcept {
    const std::size_t taken = read(block);
    const AudioBlock music = block.subblock(0, taken);
    const std::size_t rising = std::min(fade_frames_ - faded_frames_, taken);
    if (rising > 0) {
        fade(music.subblock(0, rising), faded_frames_, faded_frames_ + rising);
        faded_frames_ += rising;
    }
    if (taken == block.frames()) return;

    silence(block.subblock(taken, block.frames() - taken));
    if (ended()) {
        faded_frames_ = 0;
        return;
    }
    underruns_.store(underruns() + 1, std::memory_order_relaxed);
    missed_.store(missed_frames() + block.frames() - taken, std::memory_order_relaxed);
    // What came last is faded, and the sound fades in again once there is enough of it.
    const std::size_t falling = std::min(faded_frames_, taken);
    fade(music.subblock(taken - falling, falling), falling, 0);
    faded_frames_ = 0;
    filling_ = true;
}

void Transport::fade_out(AudioBlock block) noexcept {
    const std::size_t taken = read(block);
    silence(block.subblock(taken, block.frames() - taken));
    fade(block.subblock(0, taken), faded_frames_, faded_frames_ - taken);
    faded_frames_ = taken == block.frames() ? faded_frames_ - taken : 0;
}

void Transport::fade(AudioBlock block, std::size_t from, std::size_t to) const noexcept {
    const auto scale = 1.0F / static_cast<float>(fade_frames_);
    kernels::apply_gain_ramp(block.data(), block.frames(), block.channels(),
                             {.from = static_cast<float>(from) * scale, .to = static_cast<float>(to) * scale});
}

std::size_t Transport::read(AudioBlock block) noexcept {
    const std::size_t frames = ring_.read(block.samples());
    position_ += frames;
    consumed_.store(position_, std::memory_order_release);
    return frames;
}

void Transport::drop_skipped() noexcept {
    const std::uint64_t target = skip_to_.load(std::memory_order_acquire);
    if (position_ >= target) return;
    position_ += ring_.discard(static_cast<std::size_t>(target - position_));
    consumed_.store(position_, std::memory_order_release);
    filling_ = true;
}

}  // namespace attacca::engine
