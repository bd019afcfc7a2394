// Tells from how many frames a device has moved whether it is still there.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace attacca::device {

/// RtAudio gives no word of a device that vanishes: its thread then stops calling back, or runs on without ever
/// waiting for the device. Either shows when frames are counted against time.
class Pace {
public:
    Pace(double sample_rate, std::size_t block_frames)
        : sample_rate_(sample_rate),
          longest_pause_s_(std::max(1.0, 3.0 * static_cast<double>(block_frames) / sample_rate)) {}

    /// Takes the frames that moved in the `seconds` since the last call; says what is wrong, once it is.
    [[nodiscard]] std::optional<std::string> judge(std::uint64_t frames, double seconds) {
        pause_s_ = frames == 0 ? pause_s_ + seconds : 0.0;
        if (pause_s_ > longest_pause_s_) return "the device has stopped asking for sound";
        const double played_s = static_cast<double>(frames) / sample_rate_;
        if (played_s > 4.0 * seconds + kFirstFillS) return "the device no longer keeps time";
        return std::nullopt;
    }

private:
    /// A device may take this much at once when it starts, to fill its buffers.
    static constexpr double kFirstFillS = 2.0;

    double sample_rate_;
    double longest_pause_s_;
    double pause_s_ = 0.0;
};

}  // namespace attacca::device
