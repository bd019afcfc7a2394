#ifdef ATTACCA_HAS_FFMPEG

#include "media/ffmpeg_decoder.h"

#include <algorithm>

#include "media/ffmpeg_length.h"
#include "media/sample_conversion.h"

namespace attacca::media {
namespace {

constexpr int kMaxFailuresInARow = 5000;
// A damaged time stamp may claim any gap: without a length to check it against, only a short one is believed.
constexpr std::uint64_t kMaxSilenceS = 60;
constexpr std::uint64_t kMaxSilenceUncheckedS = 1;

SampleFormat sample_format(const FfmpegLibrary& ffmpeg, const AVCodecContext& codec) {
    const AVCodecDescriptor* descriptor = ffmpeg.avcodec_descriptor_get(codec.codec_id);
    const bool lossless = descriptor != nullptr && (descriptor->props & AV_CODEC_PROP_LOSSLESS) != 0;
    if (!lossless) return SampleFormat::f32;
    switch (codec.sample_fmt) {
        case AV_SAMPLE_FMT_FLT:
        case AV_SAMPLE_FMT_FLTP:
            return SampleFormat::f32;
        case AV_SAMPLE_FMT_DBL:
        case AV_SAMPLE_FMT_DBLP:
            return SampleFormat::f64;
        default:
            break;
    }
    const int depth = codec.bits_per_raw_sample > 0 ? codec.bits_per_raw_sample
                                                    : 8 * ffmpeg.av_get_bytes_per_sample(codec.sample_fmt);
    if (depth <= 8) return SampleFormat::i8;
    if (depth <= 16) return SampleFormat::i16;
    return depth <= 24 ? SampleFormat::i24 : SampleFormat::i32;
}

/// What a codec must have decoded before its output no longer depends on where it began, in frames.
std::uint64_t preroll_frames(AVCodecID codec) {
    switch (codec) {
        case AV_CODEC_ID_MP3:
        case AV_CODEC_ID_MP2:
            return 16 * 1152;  // A frame may refer back 511 bytes: nine frames at the lowest rates.
        case AV_CODEC_ID_AAC:
            return 16 * 1024;
        case AV_CODEC_ID_VORBIS:
            return 4 * 8192;
        case AV_CODEC_ID_OPUS:
            return 48000;
        default:
            return 1;
    }
}

/// Up to here a seek decodes everything before its target.
std::uint64_t from_start_frames(AVCodecID codec, std::uint32_t sample_rate) {
    // Aac fills bands with noise from a generator that runs since the start: only from there are they the same noise.
    constexpr std::uint64_t kAacExactS = 60;
    return codec == AV_CODEC_ID_AAC ? kAacExactS * sample_rate : 2 * preroll_frames(codec);
}

/// Wav that was written to a pipe states no length: that its last packet is not a full one is no damage.
bool may_end_anywhere(const FfmpegInput& input) {
    const AVCodecID codec = input.parameters().codec_id;
    const bool plain = codec >= AV_CODEC_ID_FIRST_AUDIO && codec < AV_CODEC_ID_ADPCM_IMA_QT;
    const bool states_length = input.stream().duration != AV_NOPTS_VALUE &&
                               input.format().duration_estimation_method != AVFMT_DURATION_FROM_BITRATE;
    return plain && !states_length;
}

}  // namespace

Result<std::unique_ptr<Decoder>> open_ffmpeg_decoder(const std::string& source, std::optional<SourceFile> file,
                                                     const std::stop_token& stop) {
    return FfmpegDecoder::open(source, std::move(file), stop);
}

Result<std::unique_ptr<Decoder>> FfmpegDecoder::open(const std::string& source, std::optional<SourceFile> file,
                                                     const std::stop_token& stop) {
    // The input is opened first: a file that is missing is said to be, whether FFmpeg is there or not.
    auto input = FfmpegInput::open(source, std::move(file), stop);
    if (!input) return fail(input.error());
    std::unique_ptr<FfmpegDecoder> decoder(new FfmpegDecoder(source, **FfmpegLibrary::load()));
    decoder->stop_ = stop;
    decoder->input_ = std::move(*input);
    if (Status opened = decoder->open_codec(); !opened) return fail(opened.error());
    if (Status described = decoder->describe(); !described) return fail(described.error());
    return decoder;
}

FfmpegDecoder::FfmpegDecoder(std::string source, const FfmpegLibrary& ffmpeg)
    : source_(std::move(source)), ffmpeg_(ffmpeg), packet_(ffmpeg.av_packet_alloc()), frame_(ffmpeg.av_frame_alloc()) {}

FfmpegDecoder::~FfmpegDecoder() {
    close_codec();
    ffmpeg_.av_frame_free(&frame_);
    ffmpeg_.av_packet_free(&packet_);
}

void FfmpegDecoder::close_codec() noexcept {
    if (codec_ != nullptr) ffmpeg_.avcodec_free_context(&codec_);
}

Status FfmpegDecoder::open_codec() {
    close_codec();
    const AVCodecParameters& parameters = input_->parameters();
    const AVCodec* decoder = ffmpeg_.avcodec_find_decoder(parameters.codec_id);
    if (decoder == nullptr) {
        return fail(ErrorCode::unsupported, source_ + ": FFmpeg has no decoder for what is in it; convert it first");
    }
    codec_ = ffmpeg_.avcodec_alloc_context3(decoder);
    ffmpeg_.avcodec_parameters_to_context(codec_, &parameters);
    codec_->pkt_timebase = input_->stream().time_base;
    if (parameters.codec_id == AV_CODEC_ID_VORBIS) codec_->flags2 |= AV_CODEC_FLAG2_SKIP_MANUAL;
    codec_->thread_count = 1;  // The decoder has a thread of its own already; more would add delay and memory.
    // A broken flac frame is better left out than played: it decodes to noise at full scale.
    if (parameters.codec_id == AV_CODEC_ID_FLAC) codec_->err_recognition = AV_EF_CRCCHECK | AV_EF_EXPLODE;
    const int opened = ffmpeg_.avcodec_open2(codec_, decoder, nullptr);
    if (opened < 0) {
        return fail(ErrorCode::damaged, source_ + ": its " + decoder->name + " data cannot be decoded (" +
                                            ffmpeg_message(ffmpeg_, opened) + ")");
    }
    return {};
}

/// The first frame tells more than the headers: rate and channels of aac are only certain once decoded.
Status FfmpegDecoder::describe() {
    if (!decode()) {
        return fail(ErrorCode::damaged, source_ + ": nothing in it can be decoded; the file is empty or damaged");
    }
    const auto rate = static_cast<std::uint32_t>(std::max(frame_->sample_rate, 0));
    const auto channels = static_cast<std::size_t>(std::max(frame_->ch_layout.nb_channels, 0));
    if (Status limits = check_limits(source_, channels, rate); !limits) return limits;

    const std::string containers = input_->format().iformat->name;
    info_ = StreamInfo{
        .sample_rate = rate,
        .channels = channels,
        .format = sample_format(ffmpeg_, *codec_),
        .frames = std::nullopt,
        .codec = ffmpeg_.avcodec_descriptor_get(codec_->codec_id)->name,
        .container = containers.substr(0, containers.find(',')),
    };
    exact_times_ = has_exact_times();
    place_frame();
    if (input_->seekable() && input_->file() != nullptr) {
        measure_length();
        return start();
    }
    return {};
}

/// Uses up the input. Where only decoding would tell the length, as in wma, the container's duration must do:
/// decoding ten minutes for it would delay the first sound by half a second.
void FfmpegDecoder::measure_length() {
    info_.frames = count_frames(ffmpeg_, *input_, info_.sample_rate, to_frames(first_packet_.value_or(0)));
    const std::int64_t duration = input_->format().duration;
    if (info_.frames || duration <= 0) return;  // Not known: AV_NOPTS_VALUE is below 0.
    info_.estimated_frames =
        static_cast<std::uint64_t>(ffmpeg_.av_rescale_rnd(duration, info_.sample_rate, AV_TIME_BASE, AV_ROUND_NEAR_INF));
}

/// From the first frame of the file, as if newly opened.
Status FfmpegDecoder::start() {
    auto input = FfmpegInput::open(source_, std::nullopt, stop_);
    if (!input) return fail(input.error());
    input_ = std::move(*input);
    if (Status opened = open_codec(); !opened) return opened;
    position_ = 0;
    frame_at_ = frame_end_ = 0;
    silence_ = 0;
    draining_ = ended_ = in_damage_ = settling_ = false;
    failures_in_a_row_ = 0;
    return {};
}

bool FfmpegDecoder::has_exact_times() const {
    const AVRational tick = input_->stream().time_base;
    // Spectral band replication doubles the rate that the container counts in; its frames are even.
    if (codec_->codec_id == AV_CODEC_ID_VORBIS) return false;  // FFmpeg miscounts its blocks where sizes change.
    const std::int64_t scale = codec_->codec_id == AV_CODEC_ID_AAC ? 2 : 1;
    const bool whole_ticks = scale * tick.den % (std::int64_t{tick.num} * frame_->sample_rate) == 0;
    return input_->seekable() && whole_ticks && frame_->pts != AV_NOPTS_VALUE;
}

bool FfmpegDecoder::decode() {
    while (!ended_) {
        const int received = ffmpeg_.avcodec_receive_frame(codec_, frame_);
        if (received == 0) {
            if (frame_->nb_samples <= 0) continue;
            failures_in_a_row_ = 0;
            frame_at_ = 0;
            frame_end_ = static_cast<std::size_t>(frame_->nb_samples);
            return true;
        }
        if (received == AVERROR_EOF) {
            ended_ = true;
        } else if (received == AVERROR(EAGAIN)) {
            if (!feed()) ended_ = true;
        } else {
            note_damage(ffmpeg_message(ffmpeg_, received));
            if (++failures_in_a_row_ > kMaxFailuresInARow || draining_) ended_ = true;
        }
    }
    return false;
}

/// Gives the codec one more packet, or the end. False: there is no going on.
bool FfmpegDecoder::feed() {
    if (draining_) return false;
    const FfmpegInput::Next next = input_->next(*packet_);
    if (next != FfmpegInput::Next::packet) {
        if (next == FfmpegInput::Next::failed) note_damage("the file cannot be read further");
        draining_ = true;
        return ffmpeg_.avcodec_send_packet(codec_, nullptr) >= 0;
    }
    if (!first_packet_) first_packet_ = packet_->pts == AV_NOPTS_VALUE ? 0 : packet_->pts;
    const bool corrupt = (packet_->flags & AV_PKT_FLAG_CORRUPT) != 0;
    if (corrupt && !may_end_anywhere(*input_)) note_damage("the container marks a packet as corrupt");
    const int sent = ffmpeg_.avcodec_send_packet(codec_, packet_);
    ffmpeg_.av_packet_unref(packet_);
    if (sent < 0) {
        note_damage(ffmpeg_message(ffmpeg_, sent));
        return ++failures_in_a_row_ <= kMaxFailuresInARow;
    }
    return true;
}

std::int64_t FfmpegDecoder::to_frames(std::int64_t ticks) const {
    const AVRational tick = input_->stream().time_base;
    return ffmpeg_.av_rescale_rnd(ticks, std::int64_t{tick.num} * info_.sample_rate, tick.den, AV_ROUND_NEAR_INF);
}

std::optional<std::int64_t> FfmpegDecoder::frame_start() const {
    if (!exact_times_ || frame_->pts == AV_NOPTS_VALUE) return std::nullopt;
    return to_frames(frame_->pts);
}

/// Finds what is missing between the last frame and this one.
void FfmpegDecoder::place_frame() {
    const auto start = frame_start();
    if (!start) return;
    if (!origin_) {
        // Flac numbers its frames from the beginning, so that a lost beginning shows; a delay that the container
        // knows of lies before zero.
        const bool from_zero = codec_->codec_id == AV_CODEC_ID_FLAC && input_->stream().duration > 0;
        origin_ = from_zero || first_packet_.value_or(0) < 0 ? 0 : *start;
    }
    const std::int64_t missing = *start - *origin_ - static_cast<std::int64_t>(position_);
    const std::uint64_t room = info_.frames ? *info_.frames - std::min(position_, *info_.frames) : UINT64_MAX;
    const std::uint64_t believed = (info_.frames ? kMaxSilenceS : kMaxSilenceUncheckedS) * info_.sample_rate;
    if (missing > 0 && static_cast<std::uint64_t>(missing) < std::min(room, believed)) {
        silence_ = static_cast<std::uint64_t>(missing);
        note_damage("frames are missing");
    }
    if (missing < 0 && position_ == 0)
        frame_at_ = std::min<std::uint64_t>(frame_end_, static_cast<std::uint64_t>(-missing));
    in_damage_ = false;
}

template <class Out>
void FfmpegDecoder::copy_from_frame(Out* out, std::size_t frames) {
    const auto channels = info_.channels;
    const auto held = static_cast<std::size_t>(frame_->ch_layout.nb_channels);
    const auto interleaved = [&]<class In>(const In*) {
        const In* in = reinterpret_cast<const In*>(frame_->extended_data[0]) + frame_at_ * held;
        convert_samples(in, out, frames * channels, 1);
    };
    const auto planar = [&]<class In>(const In*) {
        const auto plane = [&](std::size_t c) {
            return reinterpret_cast<const In*>(frame_->extended_data[c]) + frame_at_;
        };
        if (channels == 2) return convert_stereo(plane(0), plane(1), out, frames);
        for (std::size_t c = 0; c < channels; ++c) convert_samples(plane(c), out + c, frames, channels);
    };
    switch (frame_->format) {
        case AV_SAMPLE_FMT_U8:
            return interleaved(static_cast<const std::uint8_t*>(nullptr));
        case AV_SAMPLE_FMT_S16:
            return interleaved(static_cast<const std::int16_t*>(nullptr));
        case AV_SAMPLE_FMT_S32:
            return interleaved(static_cast<const std::int32_t*>(nullptr));
        case AV_SAMPLE_FMT_S64:
            return interleaved(static_cast<const std::int64_t*>(nullptr));
        case AV_SAMPLE_FMT_FLT:
            return interleaved(static_cast<const float*>(nullptr));
        case AV_SAMPLE_FMT_DBL:
            return interleaved(static_cast<const double*>(nullptr));
        case AV_SAMPLE_FMT_U8P:
            return planar(static_cast<const std::uint8_t*>(nullptr));
        case AV_SAMPLE_FMT_S16P:
            return planar(static_cast<const std::int16_t*>(nullptr));
        case AV_SAMPLE_FMT_S32P:
            return planar(static_cast<const std::int32_t*>(nullptr));
        case AV_SAMPLE_FMT_S64P:
            return planar(static_cast<const std::int64_t*>(nullptr));
        case AV_SAMPLE_FMT_FLTP:
            return planar(static_cast<const float*>(nullptr));
        case AV_SAMPLE_FMT_DBLP:
            return planar(static_cast<const double*>(nullptr));
        default:
            std::fill_n(out, frames * channels, Out{});
    }
}

template <class Out>
std::size_t FfmpegDecoder::read_samples(std::span<Out> out) {
    std::size_t wanted = out.size() / info_.channels;
    if (info_.frames) wanted = std::min<std::uint64_t>(wanted, *info_.frames - std::min(*info_.frames, position_));
    std::size_t done = 0;
    while (done < wanted) {
        if (silence_ == 0 && frame_at_ == frame_end_) {
            if (!next_frame()) break;
            continue;
        }
        Out* to = out.data() + done * info_.channels;
        std::size_t count = wanted - done;
        if (silence_ > 0) {
            count = std::min<std::uint64_t>(count, silence_);
            std::fill_n(to, count * info_.channels, Out{});
            silence_ -= count;
        } else {
            count = std::min(count, frame_end_ - frame_at_);
            copy_from_frame(to, count);
            frame_at_ += count;
        }
        done += count;
        position_ += count;
    }
    return done;
}

/// The next frame with its place found; false at the end, or where the stream turns into another.
bool FfmpegDecoder::next_frame() {
    if (!decode()) {
        if (info_.frames && position_ < *info_.frames) {
            note_damage("the file ends early, at frame " + std::to_string(position_) + " of " +
                        std::to_string(*info_.frames));
        }
        return false;
    }
    if (static_cast<std::uint32_t>(frame_->sample_rate) != info_.sample_rate ||
        static_cast<std::size_t>(frame_->ch_layout.nb_channels) != info_.channels) {
        note_damage("the stream changes to " + std::to_string(frame_->sample_rate) + " Hz, " +
                    std::to_string(frame_->ch_layout.nb_channels) + " channels; the rest is left out");
        frame_end_ = 0;
        ended_ = true;
        return false;
    }
    place_frame();
    return true;
}

void FfmpegDecoder::note_damage(const std::string& what) {
    if (settling_ || in_damage_) return;
    in_damage_ = true;
    if (damage_.places++ == 0) damage_.first = what + " (at frame " + std::to_string(position_) + ")";
}

Status FfmpegDecoder::seek(std::uint64_t frame) {
    if (!input_->seekable()) {
        return fail(ErrorCode::unsupported, source_ + ": is a stream and cannot be sought in");
    }
    const std::uint64_t target = info_.frames ? std::min(frame, *info_.frames) : frame;
    const std::uint64_t preroll = preroll_frames(codec_->codec_id);
    const bool ahead = target >= position_ && (!exact_times_ || target - position_ <= info_.sample_rate);
    if (!ahead || ended_) {
        const bool near_start = target <= from_start_frames(codec_->codec_id, info_.sample_rate);
        if (!exact_times_ || near_start || !(seek_by_time(target, preroll) || seek_by_time(target, 8 * preroll))) {
            if (Status started = start(); !started) return started;
        }
    }
    discard_until(target);
    return {};
}

/// Lands on a decoded frame at or before `target`; false: FFmpeg landed behind it.
bool FfmpegDecoder::seek_by_time(std::uint64_t target, std::uint64_t preroll) {
    if (target <= preroll || !origin_) return false;
    const std::int64_t wanted = *origin_ + static_cast<std::int64_t>(target - preroll);
    const AVRational tick = input_->stream().time_base;
    const auto time =
        ffmpeg_.av_rescale_rnd(wanted, tick.den, std::int64_t{tick.num} * info_.sample_rate, AV_ROUND_DOWN);
    if (!input_->seek(time)) return false;
    ffmpeg_.avcodec_flush_buffers(codec_);
    draining_ = ended_ = false;
    silence_ = 0;
    frame_at_ = frame_end_ = 0;
    failures_in_a_row_ = 0;
    settling_ = true;
    const auto landed = decode() ? frame_start() : std::nullopt;
    settling_ = false;
    if (!landed || *landed < *origin_ || *landed > wanted) return false;
    position_ = static_cast<std::uint64_t>(*landed - *origin_);
    return true;
}

void FfmpegDecoder::discard_until(std::uint64_t target) {
    settling_ = true;
    while (position_ < target) {
        if (silence_ == 0 && frame_at_ == frame_end_ && !next_frame()) break;
        const std::uint64_t left = target - position_;
        const std::uint64_t count = std::min<std::uint64_t>(left, silence_ > 0 ? silence_ : frame_end_ - frame_at_);
        if (silence_ > 0) {
            silence_ -= count;
        } else {
            frame_at_ += count;
        }
        position_ += count;
    }
    settling_ = false;
}

}  // namespace attacca::media

#endif
