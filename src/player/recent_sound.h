// The newest frames of what is heard or captured, for whoever looks now and then: spectra, notes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "attacca/base/audio_block.h"

namespace attacca::player {

/// Threads    One at a time.
/// Real time  Allocates when it is made.
class RecentSound {
public:
    /// Requires at least one frame and one channel.
    RecentSound(std::size_t capacity_frames, std::size_t channels)
        : channels_(channels), capacity_frames_(capacity_frames), samples_(capacity_frames * channels) {}

    /// Forgets the oldest frames where there is no room. Requires the channel count.
    void append(ConstAudioBlock block) noexcept;

    /// Moves out the newest frames that were not taken yet, in their order; returns how many. None into a block of
    /// another channel count.
    std::size_t take(AudioBlock block) noexcept;

private:
    std::size_t channels_;
    std::size_t capacity_frames_;
    std::vector<float> samples_;
    std::uint64_t appended_ = 0;
    std::uint64_t taken_ = 0;
};

}  // namespace attacca::player
