// Turns speech into what speech and lip-sync models read: the logarithm of a mel spectrum, frame by frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "attacca/base/result.h"

namespace attacca::analysis {

/// What both presets take.
inline constexpr double kLogMelRate = 16000.0;

enum class LogMelPreset {
    lipsync,  ///< Wav2Lip's: pre-emphasis 0.97, windows of 800 every 200 samples between 400 zeros at each end,
              ///< magnitude, 80 bins from 55 to 7600 Hz; 20·log10(x) − 20 from −100 to 0 becomes −4 to 4.
    whisper,  ///< OpenAI's: windows of 400 every 160 samples, both ends reflected, power, 80 or 128 bins to 8000 Hz.
};

struct LogMelSpec {
    LogMelPreset preset = LogMelPreset::whisper;
    std::size_t bins = 80;  ///< 128 too for whisper.
};

/// Frame i stands for the time around sample i·hop_samples() and comes once half a window more is there. A stream of n
/// samples has 1 + ⌊n / hop⌋ frames (lipsync), or ⌊n / hop⌋ (whisper: the reference drops the last).
///
/// Units      Samples at kLogMelRate; full scale is ±1. A frame is `bins()` values.
/// Threads    One at a time.
/// Real time  Everything but `create`.
/// Failure    NaN, infinity and samples beyond ±10^6 are taken as 0 and counted.
/// Accuracy   2e-5 of double precision; just above lipsync's lower end, 100 dB below a full-scale tone in the same
///            frame, single precision shows: up to 1.3e-3. The same bits for any division into blocks.
/// Source     M. Slaney, "Auditory Toolbox", for the mel scale; librosa for filters of equal area.
class LogMel {
public:
    /// Failure: the preset has no such number of bins.
    [[nodiscard]] static Result<LogMel> create(const LogMelSpec& spec);
    ~LogMel();
    LogMel(LogMel&&) noexcept;
    LogMel& operator=(LogMel&&) noexcept;

    [[nodiscard]] std::size_t bins() const noexcept;
    [[nodiscard]] std::size_t hop_samples() const noexcept;

    /// How many frames `process` would write for so many samples more, and `finish` after those.
    [[nodiscard]] std::size_t frames_after(std::size_t samples) const noexcept;
    [[nodiscard]] std::size_t frames_at_finish(std::size_t samples = 0) const noexcept;

    /// Takes any number of samples, writes the frames that they complete, and returns how many.
    /// Requires room for frames_after(samples.size()) frames.
    std::size_t process(std::span<const float> samples, std::span<float> frames) noexcept;

    /// The stream has ended: writes the frames that reach beyond its end; then all is as new. A whisper stream that is
    /// shorter than the reflected half window is reflected at both its ends in turn, as numpy.pad does.
    /// Requires room for frames_at_finish() frames.
    std::size_t finish(std::span<float> frames) noexcept;

    /// Gives whisper's frames their final values, (max(x, largest − 8) + 4) / 4, over all that the span holds: 30 s, or
    /// what the caller has. What lipsync writes is final already, and stays.
    void close_window(std::span<float> frames) const noexcept;

    /// As new, but for the count of rejected samples.
    void reset() noexcept;

    /// Samples that were no usable number, since construction.
    [[nodiscard]] std::uint64_t rejected_samples() const noexcept;

private:
    struct State;
    explicit LogMel(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// "lipsync", "whisper"
[[nodiscard]] std::string_view name(LogMelPreset preset) noexcept;

}  // namespace attacca::analysis
