// Test signals on an output device, changed while they sound.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/dsp/signal_generator.h"

namespace attacca::player {

struct LiveGeneratorSpec {
    dsp::SignalSpec
        signal;          ///< Rate and channels are the device's. A sweep begins anew when it ends, all else goes on.
    std::string device;  ///< As device::StreamSpec's.
    std::size_t block_frames = 0;  ///< 0: 1024.
};

/// Begins and ends with a short fade; frequency and level glide, and one signal becomes another by a crossfade of ten
/// milliseconds. It stands beside the player, whose equalizer, gain and limiter do not change it.
///
/// Threads    Any one control thread at a time.
/// Failure    A device that vanishes ends the sound: `failure` says why.
class LiveGenerator {
public:
    /// Failure: names the setting of the signal that cannot be, or the device.
    [[nodiscard]] static Result<std::unique_ptr<LiveGenerator>> start(const LiveGeneratorSpec& spec);
    ~LiveGenerator();  ///< Fades out first.

    /// Heard within a block or two.
    /// Failure: names the setting that cannot be; what sounds goes on.
    [[nodiscard]] Status set_signal(dsp::SignalSpec signal);

    /// What was played since the last call, the oldest frame first; returns how many frames. Requires `channels()`.
    [[nodiscard]] std::size_t take_sound(AudioBlock block);

    [[nodiscard]] double sample_rate() const noexcept;
    [[nodiscard]] std::size_t channels() const noexcept;
    [[nodiscard]] const std::string& device_name() const noexcept;
    [[nodiscard]] std::optional<Error> failure() const;

private:
    struct State;
    explicit LiveGenerator(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::player
