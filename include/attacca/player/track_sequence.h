// Several tracks as one stream of frames, without a gap.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
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
    double sample_rate = 0.0;  ///< Of the output; 0: the first readable track's.
    std::size_t channels = 0;  ///< Of the output; 0: the first readable track's.
    ReplayGainMode replaygain = ReplayGainMode::off;
    double replaygain_preamp_db = 0.0;
    double speed = 1.0;
    dsp::PitchMode pitch = dsp::PitchMode::keep;
    Repeat repeat = Repeat::off;
    std::size_t first_track = 0;
    double first_track_start_s = 0.0;      ///< From the beginning of that track.
    std::stop_token stop;                  ///< As media::Decoder's, for every track.
};

/// What the frames are made for, once that is known.
struct SequenceOutput {
    double sample_rate = 0.0;
    std::size_t channels = 0;
    std::uint64_t first_frame = 0;  ///< Where output frames are counted from.
};

/// Where in the output a track, or a part of it, begins.
struct Mark {
    std::uint64_t output_frame = 0;
    std::size_t track = 0;
    double position_s = 0.0;           ///< In the track, at that frame.
    double speed = 1.0;                ///< Seconds of the track that pass in a second of output.
    std::optional<double> duration_s;  ///< Of the track.
    bool exact = false;                ///< Its samples reach the output unchanged.
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

    /// The source of the track being read, or read last.
    [[nodiscard]] const media::StreamInfo& current_info() const noexcept;

    /// Whether the current track's samples pass unchanged into this format, so that `read_exact` may be used.
    [[nodiscard]] bool exact(media::SampleFormat output) const noexcept;

    /// Fills the block with the next frames; fewer only at the end of the last track (0: ended).
    [[nodiscard]] std::size_t read(AudioBlock block);
    /// The same frames in the source's own numbers. Requires `exact(output)`; gives fewer, or none, before a
    /// track of which that is not true: `read` goes on there.
    [[nodiscard]] std::size_t read_exact(std::span<std::int32_t> interleaved, media::SampleFormat output);
    [[nodiscard]] std::size_t read_exact(std::span<double> interleaved, media::SampleFormat output);

    /// Chooses the output anew, once the first track's own is known. Requires that nothing was read yet.
    void set_output(const SequenceOutput& output);

    /// The next read begins at this place of this track; output frames are counted on.
    /// Failure: neither this track nor one after it can be read; unsupported, where the track at hand is a stream that
    /// cannot be sought in: it is read on where it is.
    [[nodiscard]] Status seek(std::size_t track, double position_s);

    /// Another list. The track being read, or read last, is number `current` of it and is read to its end; the tracks
    /// behind it follow without a gap, even where the list had ended with it. Requires `current` below the list's size.
    void set_tracks(std::vector<media::Track> tracks, std::size_t current);

    /// Taken up when the current track ends, or at once where the list had ended.
    void set_repeat(Repeat repeat);
    /// Taken up by the next `seek`.
    void set_replaygain(ReplayGainMode mode) noexcept;
    void set_speed(double speed, dsp::PitchMode pitch) noexcept;

    /// Marks since the last call, in order of `output_frame`.
    [[nodiscard]] std::vector<Mark> take_marks();
    /// Tracks that were skipped since the last call, and why.
    [[nodiscard]] std::vector<Error> take_problems();
    /// Tracks that gave sound, but had damage in it or broke off, since the last call.
    [[nodiscard]] std::vector<Error> take_damage();

private:
    struct State;
    explicit TrackSequence(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::player
