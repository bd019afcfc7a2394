// Brings a voice to a level over seconds, and leaves what is between the words alone.
#pragma once

#include <cstddef>
#include <memory>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"

namespace attacca::dsp {

struct AutomaticGainSpec {
    double sample_rate = 48000.0;  ///< 8,000 to 384,000.
    std::size_t channels = 2;      ///< 1 to 8; all share one gain.
    double target_db = -23.0;      ///< Where speech should lie: root of the mean square, dBFS; −60 to −6.
    double most_boost_db = 30.0;   ///< 0 to 60.
    double most_cut_db = 30.0;     ///< 0 to 60.
    double rise_db_per_s = 3.0;    ///< Of seconds in which something sounds; 0.1 to 20.
    double fall_db_per_s = 6.0;    ///< 0.1 to 20.
    double ceiling_dbtp = -1.0;    ///< A limiter holds true peaks below; −20 to 0.
};

/// A gain that follows the level of speech, and of nothing else.
///
/// Levels are those of 20 ms. One counts as speech where it stands 10 dB above both the softest of the 0.75 s before it
/// and the softest of the 0.75 s after it: speech has its dips, noise that stays has none, and neither has silence. The
/// gain follows the mean of the last three seconds of speech, the first half second is waited for, and it moves only
/// while something sounds: in a pause it stays as it is, so that silence never becomes loud; below -60 dBFS nothing
/// counts.
///
/// Threads    One at a time.
/// Real time  Everything but `create`.
/// Failure    NaN, infinity and samples beyond ±10^6 are taken as 0.
/// Accuracy   The same output for any division into blocks. The level of music is taken for speech's.
class AutomaticGain {
public:
    /// Failure: names the setting and its range.
    [[nodiscard]] static Result<AutomaticGain> create(const AutomaticGainSpec& spec);
    ~AutomaticGain();
    AutomaticGain(AutomaticGain&&) noexcept;
    AutomaticGain& operator=(AutomaticGain&&) noexcept;

    /// [audio] In place. Requires the spec's channel count; any number of frames.
    void process(AudioBlock block) noexcept;

    /// [audio] As new: a gain of 0 dB, nothing heard.
    void reset() noexcept;

    /// Of its limiter.
    [[nodiscard]] std::size_t latency_frames() const noexcept;

    /// [audio] Where the gain is now.
    [[nodiscard]] double gain_db() const noexcept;

private:
    struct State;
    explicit AutomaticGain(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::dsp
