// Several tracks as one stream of frames, without a gap.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/media/decoder.h"
#include "attacca/media/playlist.h"
#include "attacca/media/tags.h"
#include "attacca/player/signal_settings.h"

namespace attacca::player {

/// After the last track: stop, begin again with the first, or repeat each track for ever.
enum class Repeat { off, all, one };

struct SequenceSpec {
    double sample_rate = 0.0;   ///< Of the output; 0: the first readable track's.
    std::size_t channels = 0;   ///< Of the output; 0: the first readable track's.
    ReplayGainMode replaygain = ReplayGainMode::off;
    double replaygain_preamp_db = 0.0;
    double speed = 1.0;
    dsp::PitchMode pitch = dsp::PitchMode::keep;
    Repeat repeat = Repeat::off;
    std::size_t first_track = 0;
    double first_track_start_s = 0.0;  ///< From the beginning of that track.
};

/// Where in the output a track, or a part of it, begins.
struct Mark {
    std::uint64_t output_frame = 0;
    std::size_t track = 0;
    double position_s = 0.0;            ///< In the track, at that frame.
    double speed = 1.0;                 ///< Seconds of the track that pass in a second of output.
    std::optional<double> duration_s;   ///< Of the track.
    media::StreamInfo info;
    media::Tags tags;
};

/// Tracks at the output's rate run straight through; others are resampled, and neighbors of one rate
/// share one resampler, so that a join is a join of the source's own frames.
///
/// Threads    One at a time; never the audio callback.
/// Failure    A track that cannot be read is skipped and reported by `take_problems`.
class TrackSequence {
public:
    /// Opens the first readable track from `first_track` on.
    /// Failure: none can be read; the detail holds every track's reason.
    [[nodiscard]] static Result<std::unique_ptr<TrackSequence>> open(std::vector<media::Track> tracks,
                                                                     const SequenceSpec& spec);
    ~TrackSequence();

    [[nodiscard]] double sample_rate() const noexcept;
    [[nodiscard]] std::size_t channels() const noexcept;
    [[nodiscard]] const std::vector<media::Track>& tracks() const noexcept;

    /// The source of the track being read.
    [[nodiscard]] const media::StreamInfo& current_info() const noexcept;

    /// Whether every track from here on that has been opened so far passed with no change but the number
    /// format, so that the exact reads may be used instead.
    [[nodiscard]] bool exact() const noexcept;

    /// Fills the block with the next frames; fewer only at the end of the last track (0: ended).
    [[nodiscard]] std::size_t read(AudioBlock block);
    /// The same frames in the source's own numbers. Requires `exact()`; stops before a track that is not exact.
    [[nodiscard]] std::size_t read_exact(std::span<std::int32_t> interleaved);
    [[nodiscard]] std::size_t read_exact(std::span<double> interleaved);

    /// Marks since the last call, in order of `output_frame`.
    [[nodiscard]] std::vector<Mark> take_marks();
    /// What could not be read, or was damaged, since the last call.
    [[nodiscard]] std::vector<Error> take_problems();

private:
    struct State;
    explicit TrackSequence(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::player
