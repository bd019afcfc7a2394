// Audio as it moves between rooms: a view of interleaved float frames.
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <type_traits>

namespace attacca {

/// A view of interleaved samples that someone else owns.
///
/// Units      A frame is one sample for each channel; full scale is ±1.
/// Threads    A plain value: copy it freely; what it views has its own rules.
/// Real time  Nothing here allocates or fails.
template <class Sample>
class BasicAudioBlock {
public:
    constexpr BasicAudioBlock() noexcept = default;

    /// Requires `samples.size()` to be a multiple of `channels`, and at least one channel.
    constexpr BasicAudioBlock(std::span<Sample> samples, std::size_t channels) noexcept
        : data_(samples.data()), frames_(samples.size() / channels), channels_(channels) {
        assert(channels > 0 && samples.size() % channels == 0);
    }

    /// A writable block reads as a read-only one.
    template <class Other>
        requires std::is_same_v<const Other, Sample>
    constexpr BasicAudioBlock(BasicAudioBlock<Other> other) noexcept
        : data_(other.data()), frames_(other.frames()), channels_(other.channels()) {}

    constexpr std::size_t frames() const noexcept { return frames_; }
    constexpr std::size_t channels() const noexcept { return channels_; }
    constexpr bool empty() const noexcept { return frames_ == 0; }
    constexpr Sample* data() const noexcept { return data_; }
    constexpr std::span<Sample> samples() const noexcept { return {data_, frames_ * channels_}; }

    /// One frame. Requires `index < frames()`.
    constexpr std::span<Sample> frame(std::size_t index) const noexcept {
        assert(index < frames_);
        return {data_ + index * channels_, channels_};
    }

    /// `count` frames from `first` on. Requires them to lie inside.
    constexpr BasicAudioBlock subblock(std::size_t first, std::size_t count) const noexcept {
        assert(first + count <= frames_);
        BasicAudioBlock part = *this;
        part.data_ += first * channels_;
        part.frames_ = count;
        return part;
    }

private:
    Sample* data_ = nullptr;
    std::size_t frames_ = 0;
    std::size_t channels_ = 1;
};

using AudioBlock = BasicAudioBlock<float>;
using ConstAudioBlock = BasicAudioBlock<const float>;

}  // namespace attacca
