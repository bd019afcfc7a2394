#include <sndfile.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "media/decoder_readers.h"
#include "media/sample_conversion.h"

namespace attacca::media {
namespace {

constexpr std::size_t kScratchSamples = 4096;

struct CloseSndfile {
    void operator()(SNDFILE* file) const noexcept { sf_close(file); }
};

std::optional<SampleFormat> sample_format(int format) {
    switch (format & SF_FORMAT_SUBMASK) {
        case SF_FORMAT_PCM_S8:
        case SF_FORMAT_PCM_U8:
            return SampleFormat::i8;
        case SF_FORMAT_PCM_16:
            return SampleFormat::i16;
        case SF_FORMAT_PCM_24:
            return SampleFormat::i24;
        case SF_FORMAT_PCM_32:
            return SampleFormat::i32;
        case SF_FORMAT_FLOAT:
            return SampleFormat::f32;
        case SF_FORMAT_DOUBLE:
            return SampleFormat::f64;
        default:
            return std::nullopt;
    }
}

std::string container_name(int format) {
    switch (format & SF_FORMAT_TYPEMASK) {
        case SF_FORMAT_WAV:
        case SF_FORMAT_WAVEX:
            return "wav";
        case SF_FORMAT_RF64:
            return "rf64";
        case SF_FORMAT_W64:
            return "w64";
        case SF_FORMAT_AIFF:
            return "aiff";
        case SF_FORMAT_CAF:
            return "caf";
        case SF_FORMAT_AU:
            return "au";
        case SF_FORMAT_FLAC:
            return "flac";
        default:
            return {};
    }
}

/// What may be read here; all else is FFmpeg's.
bool is_ours(const SF_INFO& info) { return sample_format(info.format) && !container_name(info.format).empty(); }

class SndfileDecoder final : public Decoder {
public:
    SndfileDecoder(SourceFile file, SNDFILE* handle, StreamInfo info)
        : file_(std::move(file)), handle_(handle), info_(std::move(info)) {}

    const StreamInfo& info() const noexcept override { return info_; }
    std::uint64_t position() const noexcept override { return position_; }
    Damage damage() const override { return damage_; }

    Result<std::size_t> read(std::span<float> out) override {
        if (info_.format == SampleFormat::f32) {
            return take(out.data(), out.size(),
                        [this](float* to, sf_count_t n) { return sf_readf_float(handle_.get(), to, n); });
        }
        return read_converted(out);
    }

    Result<std::size_t> read(std::span<std::int32_t> out) override {
        if (is_integer(info_.format)) {
            return take(out.data(), out.size(),
                        [this](std::int32_t* to, sf_count_t n) { return sf_readf_int(handle_.get(), to, n); });
        }
        return read_converted(out);
    }

    Result<std::size_t> read(std::span<double> out) override {
        if (info_.format == SampleFormat::f64) {
            return take(out.data(), out.size(),
                        [this](double* to, sf_count_t n) { return sf_readf_double(handle_.get(), to, n); });
        }
        return read_converted(out);
    }

    Status seek(std::uint64_t frame) override {
        const std::uint64_t target = std::min(frame, *info_.frames);
        ended_ = target == *info_.frames;
        if (!ended_ && sf_seek(handle_.get(), static_cast<sf_count_t>(target), SEEK_SET) < 0) {
            damage_ = {damage_.places + 1, std::string("seek failed: ") + sf_strerror(handle_.get())};
            ended_ = true;
        }
        position_ = target;
        return {};
    }

private:
    template <class Sample, class ReadFrames>
    std::size_t take(Sample* out, std::size_t samples, ReadFrames read_frames) {
        const std::uint64_t left = *info_.frames - position_;
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(samples / info_.channels, left));
        if (ended_ || wanted == 0) return 0;
        const sf_count_t count = read_frames(out, static_cast<sf_count_t>(wanted));
        // After an error nothing of this call can be trusted: libFLAC may have skipped frames on its way.
        const bool failed = sf_error(handle_.get()) != SF_ERR_NO_ERROR;
        const std::size_t sound = failed || count < 0 ? 0 : static_cast<std::size_t>(count);
        if (sound < wanted) {
            ended_ = true;
            damage_ = {1, failed ? sf_strerror(handle_.get()) : "the file ends early"};
        }
        position_ += sound;
        return sound;
    }

    /// Through scratch memory in the source's own type, so that nothing is rounded twice.
    template <class Out>
    std::size_t read_converted(std::span<Out> out) {
        std::size_t done = 0;
        while (done < out.size()) {
            const std::size_t samples = std::min(out.size() - done, kScratchSamples / info_.channels * info_.channels);
            const std::size_t frames = read_scratch(out.data() + done, samples);
            if (frames == 0) break;
            done += frames * info_.channels;
        }
        return done / info_.channels;
    }

    template <class Out>
    std::size_t read_scratch(Out* out, std::size_t samples) {
        const auto convert = [&](auto* scratch, auto read_frames) {
            const std::size_t frames = take(scratch, samples, read_frames);
            convert_samples(scratch, out, frames * info_.channels, 1);
            return frames;
        };
        if (info_.format == SampleFormat::f32) {
            return convert(floats_.data(),
                           [this](float* to, sf_count_t n) { return sf_readf_float(handle_.get(), to, n); });
        }
        if (info_.format == SampleFormat::f64) {
            return convert(doubles_.data(),
                           [this](double* to, sf_count_t n) { return sf_readf_double(handle_.get(), to, n); });
        }
        return convert(integers_.data(),
                       [this](std::int32_t* to, sf_count_t n) { return sf_readf_int(handle_.get(), to, n); });
    }

    SourceFile file_;  // Outlives the handle, which reads from its descriptor.
    std::unique_ptr<SNDFILE, CloseSndfile> handle_;
    StreamInfo info_;
    std::uint64_t position_ = 0;
    bool ended_ = false;
    Damage damage_;
    std::array<std::int32_t, kScratchSamples> integers_;
    std::array<float, kScratchSamples> floats_;
    std::array<double, kScratchSamples> doubles_;
};

std::string codec_name(const SF_INFO& info, SampleFormat format) {
    if ((info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC) return "flac";
    return "pcm_" + std::string(name(format));
}

/// No file holds more frames than this: uncompressed, its bytes; flac, constant blocks of 65535 in 11 bytes.
std::uint64_t most_frames(const SF_INFO& info, SampleFormat format, std::uint64_t bytes) {
    if ((info.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC) return bytes / 8 * 65535;
    return bytes / (static_cast<std::uint64_t>(info.channels) * static_cast<std::uint64_t>(bits(format)) / 8);
}

}  // namespace

Status check_limits(const std::string& label, std::size_t channels, std::uint64_t sample_rate) {
    if (channels == 0 || channels > kMaxChannels) {
        return fail(ErrorCode::unsupported, label + ": has " + std::to_string(channels) + " channels; 1 to " +
                                                std::to_string(kMaxChannels) + " can be used, mix it down first");
    }
    if (sample_rate < kMinRateHz || sample_rate > kMaxRateHz) {
        return fail(ErrorCode::unsupported, label + ": has a sample rate of " + std::to_string(sample_rate) + " Hz; " +
                                                std::to_string(kMinRateHz) + " to " + std::to_string(kMaxRateHz) +
                                                " can be used, convert it first");
    }
    return {};
}

Result<std::unique_ptr<Decoder>> open_sndfile_decoder(const std::string& label, SourceFile file) {
    SF_INFO header{};
    std::unique_ptr<SNDFILE, CloseSndfile> handle(sf_open_fd(file.descriptor(), SFM_READ, &header, SF_FALSE));
    if (!handle) {
        return fail(ErrorCode::damaged, label + ": libsndfile cannot read it: " + sf_strerror(nullptr));
    }
    if (!is_ours(header)) return fail(ErrorCode::unsupported, label + ": not a format that libsndfile reads here");
    const SampleFormat format = *sample_format(header.format);
    if (Status limits = check_limits(label, static_cast<std::size_t>(std::max(header.channels, 0)),
                                     static_cast<std::uint64_t>(std::max(header.samplerate, 0)));
        !limits) {
        return fail(limits.error());
    }
    const auto frames = static_cast<std::uint64_t>(std::max<sf_count_t>(header.frames, 0));
    if (frames == 0 || frames > most_frames(header, format, file.size().value_or(0))) {
        return fail(ErrorCode::damaged, label + ": its header does not say how long it is");
    }
    StreamInfo info{
        .sample_rate = static_cast<std::uint32_t>(header.samplerate),
        .channels = static_cast<std::size_t>(header.channels),
        .format = format,
        .frames = frames,
        .codec = codec_name(header, format),
        .container = container_name(header.format),
    };
    return std::make_unique<SndfileDecoder>(std::move(file), handle.release(), std::move(info));
}

}  // namespace attacca::media
