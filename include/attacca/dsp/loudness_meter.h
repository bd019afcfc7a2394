// How loud a program is: what ReplayGain, `attacca doctor` and normalization go by.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"

namespace attacca::dsp {

struct LoudnessSpec {
    double sample_rate = 48000.0;  ///< A whole number of Hz.
    std::size_t channels = 2;      ///< 1 to 8; five and more in the order L R C LFE Ls Rs.
};

/// Loudness by EBU R128, over libebur128.
///
/// Units      LUFS, LU and dBTP. A value that the program is too short or too quiet for is absent.
/// Threads    One at a time; not for the audio callback: it allocates as it goes.
/// Failure    NaN and infinity are taken as 0.
/// Accuracy   EBU Tech 3341 and 3342; the true peak is interpolated eight-fold.
/// Source     ITU-R BS.1770-4; EBU R128.
class LoudnessMeter {
public:
    /// Failure: names the setting and its range.
    [[nodiscard]] static Result<LoudnessMeter> create(const LoudnessSpec& spec);
    ~LoudnessMeter();
    LoudnessMeter(LoudnessMeter&&) noexcept;
    LoudnessMeter& operator=(LoudnessMeter&&) noexcept;

    /// Requires the spec's channel count; any number of frames.
    void process(ConstAudioBlock block);

    [[nodiscard]] std::optional<double> integrated_lufs() const;  ///< Of everything so far, gated.
    [[nodiscard]] std::optional<double> momentary_lufs() const;   ///< Of the last 400 ms.
    [[nodiscard]] std::optional<double> short_term_lufs() const;  ///< Of the last 3 s.
    [[nodiscard]] std::optional<double> range_lu() const;         ///< LRA.
    [[nodiscard]] std::optional<double> true_peak_dbtp() const;   ///< The highest of all channels.

    /// The gated loudness of several programs as one, as of an album. Absent when none has any.
    [[nodiscard]] static std::optional<double> integrated_lufs_of(const std::vector<const LoudnessMeter*>& meters);

    /// As new.
    void reset();

private:
    struct State;
    explicit LoudnessMeter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// What ReplayGain 2.0 plays a program of this loudness with: the way to −18 LUFS.
[[nodiscard]] inline double replaygain_db(double integrated_lufs) { return -18.0 - integrated_lufs; }

}  // namespace attacca::dsp
