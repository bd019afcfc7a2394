#include "player/track_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <type_traits>

#include "attacca/base/decibels.h"
#include "attacca/kernels/gain.h"

namespace attacca::player {
namespace {

constexpr std::size_t kMappedFrames = 2048;

/// Cue sheets and users give seconds; a source counts frames.
std::uint64_t frame_at(double seconds, std::uint32_t sample_rate) {
    return static_cast<std::uint64_t>(std::llround(std::max(0.0, seconds) * sample_rate));
}

std::string minutes_and_seconds(double seconds) {
    char text[48];
    std::snprintf(text, sizeof text, "%.0f:%05.2f", std::floor(seconds / 60.0), std::fmod(seconds, 60.0));
    return text;
}

/// Damaged float files hold NaN, infinities and levels that no sound has: a device must never be given them.
/// Returns how many there were.
std::size_t silence_absurd(std::span<float> samples) noexcept {
    constexpr float kAbsurd = 1e12F;  // Floats scaled as 32-bit integers stay far below.
    std::size_t absurd = 0;
    for (float& sample : samples) {
        const bool sound = std::abs(sample) < kAbsurd;
        absurd += sound ? 0 : 1;
        sample = sound ? sample : 0.0F;
    }
    return absurd;
}

}  // namespace

double replaygain_factor(const media::ReplayGain& values, ReplayGainMode mode, double preamp_db) {
    if (mode == ReplayGainMode::off) return 1.0;
    const bool album = mode == ReplayGainMode::album;
    const auto gain_db = album ? (values.album_gain_db ? values.album_gain_db : values.track_gain_db)
                               : (values.track_gain_db ? values.track_gain_db : values.album_gain_db);
    if (!gain_db) return 1.0;
    const auto peak = album ? (values.album_peak ? values.album_peak : values.track_peak)
                            : (values.track_peak ? values.track_peak : values.album_peak);
    const double factor = gain_from_db(*gain_db + preamp_db);
    return peak && *peak > 0.0 ? std::min(factor, std::max(1.0 / *peak, 1e-3)) : factor;
}

Result<TrackReader> TrackReader::open(const media::Track& track, const TrackReaderSpec& spec) {
    auto decoder = media::Decoder::open(track.source, media::Reader::automatic, spec.stop);
    if (!decoder) return fail(decoder.error());
    TrackReader reader(track, std::move(*decoder), spec);
    const auto& frames = reader.info().frames;
    if (frames && reader.start_frame() >= *frames && *frames > 0) {
        return fail(ErrorCode::damaged, track.source + ": ends before " + minutes_and_seconds(track.start_s) +
                                            ", where a track of it should begin; correct the cue sheet");
    }
    if (reader.start_frame() > 0) {
        if (auto sought = reader.seek(0.0); !sought) return fail(sought.error());
    }
    return reader;
}

TrackReader::TrackReader(const media::Track& track, std::unique_ptr<media::Decoder> decoder,
                         const TrackReaderSpec& spec)
    : track_(track), decoder_(std::move(decoder)) {
    set_channels(spec.channels == 0 ? info().channels : spec.channels);
    if (auto tags = media::read_tags(track.source)) tags_ = std::move(*tags);
    if (!track.title.empty()) tags_.title = track.title;
    set_replaygain(spec);
}

void TrackReader::set_channels(std::size_t channels) {
    channels_ = channels;
    matrix_ = kernels::mix_matrix(info().channels, channels);
    if (channels != info().channels) source_samples_.resize(kMappedFrames * info().channels);
}

std::uint64_t TrackReader::start_frame() const noexcept { return frame_at(track_.start_s, info().sample_rate); }

std::optional<double> TrackReader::duration_s() const noexcept {
    const double rate = info().sample_rate;
    if (track_.end_s) return *track_.end_s - track_.start_s;
    const auto frames = info().frames ? info().frames : info().estimated_frames;
    if (frames) return std::max(0.0, static_cast<double>(*frames) / rate - track_.start_s);
    return std::nullopt;
}

double TrackReader::position_s() const noexcept {
    const std::uint64_t position = decoder_->position();
    const std::uint64_t start = start_frame();
    return position > start ? static_cast<double>(position - start) / info().sample_rate : 0.0;
}

template <class Sample>
std::size_t TrackReader::decode(std::span<Sample> interleaved) {
    const std::size_t channels = info().channels;
    if (track_.end_s) {
        const std::uint64_t end = frame_at(*track_.end_s, info().sample_rate);
        const std::uint64_t left = end - std::min(end, decoder_->position());
        interleaved = interleaved.first(static_cast<std::size_t>(std::min<std::uint64_t>(
            interleaved.size(), left * channels)));
    }
    if (interleaved.empty() || read_error_) return 0;
    auto frames = decoder_->read(interleaved);
    if (!frames) {
        read_error_ = frames.error();
        return 0;
    }
    if constexpr (std::is_same_v<Sample, float>) {
        if (!media::is_integer(info().format)) silenced_ += silence_absurd(interleaved.first(*frames * channels));
    }
    return *frames;
}

std::size_t TrackReader::read(AudioBlock block) {
    std::size_t filled = 0;
    while (filled < block.frames()) {
        AudioBlock rest = block.subblock(filled, block.frames() - filled);
        std::size_t frames = 0;
        if (channels_ == info().channels) {
            frames = decode(rest.samples());
        } else {
            const std::size_t wanted = std::min(rest.frames(), kMappedFrames);
            const std::span source(source_samples_.data(), wanted * info().channels);
            frames = decode(source);
            kernels::mix_channels(matrix_, source.data(), frames, rest.data());
        }
        if (frames == 0) break;
        kernels::apply_gain(rest.data(), frames * channels_, gain_);
        filled += frames;
    }
    return filled;
}

template <class Sample>
std::size_t TrackReader::read_exact(std::span<Sample> interleaved) {
    return decode(interleaved);
}

template std::size_t TrackReader::read_exact(std::span<std::int32_t>);
template std::size_t TrackReader::read_exact(std::span<double>);

void TrackReader::set_replaygain(const TrackReaderSpec& spec) noexcept {
    gain_ = static_cast<float>(replaygain_factor(tags_.replaygain, spec.replaygain, spec.replaygain_preamp_db));
}

Status TrackReader::seek(double position_s) {
    read_error_.reset();
    return decoder_->seek(start_frame() + frame_at(position_s, info().sample_rate));
}

std::optional<Error> TrackReader::failure() const {
    if (read_error_) return read_error_;
    const auto damage = decoder_->damage();
    if (damage.places == 0 && silenced_ > 0) {
        return Error{ErrorCode::damaged, track_.source + ": silenced " + std::to_string(silenced_) +
                                             (silenced_ == 1 ? " sample that is" : " samples that are") +
                                             " NaN, infinite or beyond any sound"};
    }
    if (damage.places == 0) return std::nullopt;
    const std::string count = damage.places == 1 ? "a damaged place" : std::to_string(damage.places) + " damaged places";
    return Error{ErrorCode::damaged, track_.source + ": skipped " + count + " (" + damage.first + ")"};
}

}  // namespace attacca::player
