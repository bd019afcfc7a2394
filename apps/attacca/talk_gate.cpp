#include "talk_gate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attacca::app {
namespace {

std::size_t frames_in(double seconds, double sample_rate) {
    return static_cast<std::size_t>(std::llround(seconds * sample_rate));
}

}  // namespace

TalkGate::TalkGate(const TalkGateSpec& spec, Hear hear, Finish finish)
    : spec_(spec),
      hear_(std::move(hear)),
      finish_(std::move(finish)),
      before_(frames_in(spec.longest_before_s, spec.sample_rate) * spec.channels) {}

Status TalkGate::start(double before_s) {
    stopping_ = false;  // One that is started anew before its end goes on.
    if (std::exchange(open_, true)) return {};
    const std::size_t room = before_.size() / spec_.channels;
    const std::size_t kept = std::exchange(before_frames_, 0);
    const std::size_t meant = std::min(kept, frames_in(std::max(before_s, 0.0), spec_.sample_rate));
    const std::size_t begin = (std::exchange(before_begin_, 0) + kept - meant) % room;
    const std::span<const float> all(before_);
    const auto part = [&](std::size_t first, std::size_t frames) -> Status {
        if (frames == 0) return {};
        return hear_({all.subspan(first * spec_.channels, frames * spec_.channels), spec_.channels});
    };
    const std::size_t first = std::min(meant, room - begin);
    if (auto heard = part(begin, first); !heard) return heard;
    return part(0, meant - first);
}

void TalkGate::stop() noexcept {
    stopping_ = open_;
    left_ = frames_in(spec_.after_s, spec_.sample_rate);
}

void TalkGate::cancel() noexcept { open_ = stopping_ = false; }

Status TalkGate::end() {
    stopping_ = false;
    before_frames_ = 0;
    return std::exchange(open_, false) ? finish_() : Status{};
}

Status TalkGate::take(ConstAudioBlock block) {
    const std::size_t meant = !open_      ? 0
                              : stopping_ ? static_cast<std::size_t>(std::min<std::uint64_t>(block.frames(), left_))
                                          : block.frames();
    if (meant > 0) {
        if (auto heard = hear_({block.samples().first(meant * spec_.channels), spec_.channels}); !heard) return heard;
        if (stopping_) left_ -= meant;
    }
    if (stopping_ && left_ == 0) {
        if (auto ended = end(); !ended) return ended;
    }
    if (!open_) keep({block.samples().subspan(meant * spec_.channels), spec_.channels});
    return {};
}

void TalkGate::keep(ConstAudioBlock block) {
    const std::size_t room = before_.size() / spec_.channels;
    const std::size_t frames = std::min(block.frames(), room);
    const auto newest = block.samples().last(frames * spec_.channels);
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const std::size_t place = (before_begin_ + before_frames_) % room;
        std::copy_n(newest.begin() + static_cast<std::ptrdiff_t>(frame * spec_.channels), spec_.channels,
                    before_.begin() + static_cast<std::ptrdiff_t>(place * spec_.channels));
        if (before_frames_ < room) {
            ++before_frames_;
        } else {
            before_begin_ = (before_begin_ + 1) % room;
        }
    }
}

}  // namespace attacca::app
