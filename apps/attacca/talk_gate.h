// Which part of what a microphone hears is meant: from somewhat before the start to a little after the stop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"

namespace attacca::app {

struct TalkGateSpec {
    double sample_rate = 48000.0;
    std::size_t channels = 1;
    double longest_before_s = 0.3;  ///< What is kept of what came before a start.
    double after_s = 0.25;          ///< People let the key go with the last sound.
};

/// Threads    One at a time.
class TalkGate {
public:
    /// What is meant, in its order, in blocks of any length.
    using Hear = std::function<Status(ConstAudioBlock block)>;
    /// All that was meant has been heard.
    using Finish = std::function<Status()>;

    TalkGate(const TalkGateSpec& spec, Hear hear, Finish finish);

    /// As much of what came before is meant, or all that was kept if that is less. Does nothing where it is open.
    [[nodiscard]] Status start(double before_s);
    void stop() noexcept;
    /// Nothing of it was meant.
    void cancel() noexcept;

    /// The next of what the microphone heard.
    [[nodiscard]] Status take(ConstAudioBlock block);

    /// Nothing follows: the microphone has gone.
    [[nodiscard]] Status end();

    [[nodiscard]] bool open() const noexcept { return open_; }

private:
    void keep(ConstAudioBlock block);

    TalkGateSpec spec_;
    Hear hear_;
    Finish finish_;
    std::vector<float> before_;     ///< A ring of what may have been meant.
    std::size_t before_begin_ = 0;  ///< Its oldest frame.
    std::size_t before_frames_ = 0;
    std::uint64_t left_ = 0;  ///< Frames after the stop that are still meant.
    bool open_ = false;
    bool stopping_ = false;
};

}  // namespace attacca::app
