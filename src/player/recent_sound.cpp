#include "player/recent_sound.h"

#include <algorithm>

namespace attacca::player {

void RecentSound::append(ConstAudioBlock block) noexcept {
    for (std::size_t done = 0; done < block.frames();) {
        const std::size_t at = appended_ % capacity_frames_;
        const std::size_t frames = std::min(capacity_frames_ - at, block.frames() - done);
        std::copy_n(block.frame(done).data(), frames * channels_, samples_.data() + at * channels_);
        appended_ += frames;
        done += frames;
    }
}

std::size_t RecentSound::take(AudioBlock block) noexcept {
    if (block.channels() != channels_) return 0;
    const std::uint64_t kept = std::min<std::uint64_t>({appended_ - taken_, capacity_frames_, block.frames()});
    taken_ = appended_ - kept;
    for (std::size_t done = 0; taken_ < appended_;) {
        const std::size_t at = taken_ % capacity_frames_;
        const auto frames =
            static_cast<std::size_t>(std::min<std::uint64_t>(capacity_frames_ - at, appended_ - taken_));
        std::copy_n(samples_.data() + at * channels_, frames * channels_, block.frame(done).data());
        taken_ += frames;
        done += frames;
    }
    return static_cast<std::size_t>(kept);
}

}  // namespace attacca::player
