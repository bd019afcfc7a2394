// One track, from its start to its end, in the output's channels and at its own rate.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/kernels/downmix.h"
#include "attacca/media/decoder.h"
#include "attacca/media/playlist.h"
#include "attacca/media/tags.h"
#include "attacca/player/signal_settings.h"

namespace attacca::player {

struct TrackReaderSpec {
    std::size_t channels = 0;  ///< Of the output; 0: the source's.
    ReplayGainMode replaygain = ReplayGainMode::off;
    double replaygain_preamp_db = 0.0;
    std::stop_token stop;      ///< As media::Decoder's.
};

/// The factor that a file's ReplayGain values ask for, held below clipping by its peak.
[[nodiscard]] double replaygain_factor(const media::ReplayGain& values, ReplayGainMode mode, double preamp_db);

/// Threads    One at a time; never the audio callback.
class TrackReader {
public:
    [[nodiscard]] static Result<TrackReader> open(const media::Track& track, const TrackReaderSpec& spec);

    [[nodiscard]] const media::StreamInfo& info() const noexcept { return decoder_->info(); }
    [[nodiscard]] const media::Tags& tags() const noexcept { return tags_; }
    [[nodiscard]] std::optional<double> duration_s() const noexcept;
    [[nodiscard]] double position_s() const noexcept;
    [[nodiscard]] std::size_t channels() const noexcept { return channels_; }

    /// Neither mapped to other channels nor given a gain.
    [[nodiscard]] bool untouched() const noexcept { return channels_ == info().channels && gain_ == 1.0F; }

    /// Fills the block; fewer only at the track's end or where it cannot be read further (see `failure`).
    [[nodiscard]] std::size_t read(AudioBlock block);
    /// In the source's own numbers. Requires `untouched()`.
    template <class Sample>
    [[nodiscard]] std::size_t read_exact(std::span<Sample> interleaved);

    /// Takes up another gain; the spec's channels do not matter.
    void set_replaygain(const TrackReaderSpec& spec) noexcept;

    /// Takes up another number of output channels.
    void set_channels(std::size_t channels);

    /// From the track's beginning; past its end is its end.
    [[nodiscard]] Status seek(double position_s);

    /// What went wrong, was skipped or silenced, once the end is reached.
    [[nodiscard]] std::optional<Error> failure() const;

private:
    TrackReader(const media::Track& track, std::unique_ptr<media::Decoder> decoder, const TrackReaderSpec& spec);
    template <class Sample>
    std::size_t decode(std::span<Sample> interleaved);
    [[nodiscard]] std::uint64_t start_frame() const noexcept;

    media::Track track_;
    std::unique_ptr<media::Decoder> decoder_;
    media::Tags tags_;
    std::size_t channels_ = 0;
    float gain_ = 1.0F;
    kernels::MixMatrix matrix_;
    std::vector<float> source_samples_;
    std::optional<Error> read_error_;
    std::uint64_t silenced_ = 0;
};

}  // namespace attacca::player
