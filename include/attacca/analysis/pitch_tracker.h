// The pitch of one voice, every ten milliseconds: for tuners, singing, vibrato.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"

namespace attacca::analysis {

struct PitchFrame {
    std::uint64_t time = 0;   ///< The frame of the input that the estimate is centered on.
    double f0_hz = 0.0;       ///< 0: nothing sounds.
    float confidence = 0.0F;  ///< 0 to 1: how periodic the sound is. 0 where nothing sounds.
};

struct PitchTrackerSpec {
    double sample_rate = 48000.0;  ///< 8,000 to 192,000.
    std::size_t channels = 1;      ///< 1 to 8; their mean is heard.
    double lowest_hz = 31.5;       ///< From 25; the default finds C1 (32.7 Hz), two thirds of a semitone flat.
    double highest_hz = 4350.0;    ///< To 4,700 and 0.45 of the rate; the default finds C8 (4,186 Hz), as sharp.
    double silence_db = -60.0;     ///< Below this level, in dBFS of a sine, nothing sounds: −120 to 0.
    std::size_t longest_block_frames = 65536;  ///< `process` takes no longer ones.
};

/// Follows the one sounding pitch; of several, the one that explains most.
///
/// Units      Frame k is centered on the input frame nearest to k · 10 ms; after `finish` there is one for each such
///            frame of the stream.
/// Threads    One at a time, on an analysis thread.
/// Real time  Everything but `create`: no allocation.
/// Failure    NaN and infinity count as silence.
/// Accuracy   The same frames however the stream is divided into blocks. A held tone reads within 1 cent. What is
///            measured on music is in docs/decisions/pitch-is-one-path-through-two-windows.md.
/// Source     P. Boersma, "Accurate short-term analysis of the fundamental frequency" (1993), for candidates and path.
class PitchTracker {
public:
    /// Failure: names the setting, its value and the range.
    [[nodiscard]] static Result<PitchTracker> create(const PitchTrackerSpec& spec);
    ~PitchTracker();
    PitchTracker(PitchTracker&&) noexcept;
    PitchTracker& operator=(PitchTracker&&) noexcept;

    /// What became certain with these frames; valid until the next call. Requires the spec's channel count and no
    /// more than longest_block_frames.
    std::span<const PitchFrame> process(ConstAudioBlock block) noexcept;

    /// The stream has ended: the frames that waited for more of it. Requires `reset` before the next `process`.
    std::span<const PitchFrame> finish() noexcept;

    void reset() noexcept;

    /// How far the input is ahead of the newest frame when that comes out: 155 ms, and up to 10 ms more.
    [[nodiscard]] std::size_t latency_frames() const noexcept;

private:
    struct State;
    explicit PitchTracker(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::analysis
