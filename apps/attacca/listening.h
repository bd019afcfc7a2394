// Hears a device for a command, until the person in front of it has enough.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "attacca/base/audio_block.h"
#include "attacca/player/live_input.h"
#include "attacca/player/renderer.h"
#include "stop_signal.h"
#include "terminal.h"

namespace attacca::app {

struct ListeningSpec {
    std::string device;            ///< As device::StreamSpec's.
    std::size_t block_frames = 0;  ///< 0: the device's own choice.
    std::optional<player::Position> duration;
    /// Between two looks for what was captured: the callback wakes nobody, which would be a system call.
    std::chrono::milliseconds pause{2};
};

/// Threads    One at a time, the program's main thread.
class Listening {
public:
    /// Failure: no such device; none but the null device answers, and it was not asked for.
    [[nodiscard]] static Result<std::unique_ptr<Listening>> open(const ListeningSpec& spec, const StopSignal& stop);

    [[nodiscard]] const player::LiveInput& input() const noexcept { return *input_; }
    [[nodiscard]] double sample_rate() const noexcept { return input_->given().sample_rate; }
    [[nodiscard]] std::size_t channels() const noexcept { return input_->given().channels; }

    /// "Listening to NAME: 48000 Hz", what the command adds, and which key stops it.
    [[nodiscard]] std::string greeting(const std::string& more) const;

    /// Called with what was captured; false: nobody wants more.
    using Hear = std::function<bool(ConstAudioBlock block)>;
    /// Until the duration is over, q is pressed, a signal asks for it or nobody wants more.
    /// Failure: device_lost.
    [[nodiscard]] Status run(const Hear& hear);

    /// Read so far.
    [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; }
    [[nodiscard]] double seconds() const noexcept { return static_cast<double>(frames_) / sample_rate(); }

    /// Says on standard error what was captured and not read in time, if anything was.
    void report_losses() const;

private:
    Listening(const ListeningSpec& spec, std::unique_ptr<player::LiveInput> input, const StopSignal& stop);
    [[nodiscard]] bool take_all(const Hear& hear);
    [[nodiscard]] bool asked_to_quit();

    std::unique_ptr<player::LiveInput> input_;
    const StopSignal& stop_;
    Keyboard keyboard_;
    std::chrono::milliseconds pause_;
    std::uint64_t frames_ = 0;
    std::uint64_t last_frame_;  ///< Where the duration ends.
};

}  // namespace attacca::app
