#include "attacca/media/encoder.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <type_traits>

#include "attacca/kernels/convert.h"
#include "attacca/media/output_file.h"
#include "media/encoder_format.h"
#include "media/quantize.h"
#include "media/vorbis_order.h"

namespace attacca::media {
namespace {

constexpr std::size_t kChunkSamples = 8192;

struct CloseSndfile {
    void operator()(SNDFILE* file) const noexcept { sf_close(file); }
};

OutputFile& output(void* user) { return *static_cast<OutputFile*>(user); }

sf_count_t seek_output(sf_count_t offset, int whence, void* user) {
    OutputFile& file = output(user);
    const auto base = static_cast<sf_count_t>(whence == SEEK_SET   ? 0
                                              : whence == SEEK_CUR ? file.position()
                                                                   : file.size());
    if (base + offset < 0) return -1;
    file.seek(static_cast<std::uint64_t>(base + offset));
    return base + offset;
}

SF_VIRTUAL_IO output_io() {
    return {
        .get_filelen = [](void* user) { return static_cast<sf_count_t>(output(user).size()); },
        .seek = seek_output,
        .read =
            [](void* bytes, sf_count_t count, void* user) {
                const std::span span(static_cast<std::byte*>(bytes), static_cast<std::size_t>(count));
                return static_cast<sf_count_t>(output(user).read(span));
            },
        .write =
            [](const void* bytes, sf_count_t count, void* user) {
                const std::span span(static_cast<const std::byte*>(bytes), static_cast<std::size_t>(count));
                return static_cast<sf_count_t>(output(user).write(span));
            },
        .tell = [](void* user) { return static_cast<sf_count_t>(output(user).position()); },
    };
}

void set_strings(SNDFILE* handle, const Tags& tags) {
    const auto set = [handle](int kind, const std::string& text) {
        if (!text.empty()) sf_set_string(handle, kind, text.c_str());
    };
    set(SF_STR_TITLE, tags.title);
    set(SF_STR_ARTIST, tags.artist);
    set(SF_STR_ALBUM, tags.album);
    set(SF_STR_GENRE, tags.genre);
    set(SF_STR_COMMENT, tags.comment);
    if (tags.year != 0) set(SF_STR_DATE, std::to_string(tags.year));
    if (tags.track != 0) set(SF_STR_TRACKNUMBER, std::to_string(tags.track));
}

/// Names the speaker of each channel, in the order of WAVE and FFmpeg.
void write_channel_map(SNDFILE* handle, std::size_t channels) {
    constexpr int L = SF_CHANNEL_MAP_LEFT, R = SF_CHANNEL_MAP_RIGHT, C = SF_CHANNEL_MAP_CENTER, S = SF_CHANNEL_MAP_LFE;
    constexpr int Rl = SF_CHANNEL_MAP_REAR_LEFT, Rr = SF_CHANNEL_MAP_REAR_RIGHT, Rc = SF_CHANNEL_MAP_REAR_CENTER;
    constexpr int Sl = SF_CHANNEL_MAP_SIDE_LEFT, Sr = SF_CHANNEL_MAP_SIDE_RIGHT;
    constexpr std::array<std::array<int, 8>, 6> maps = {{
        {L, R, C},
        {L, R, Rl, Rr},
        {L, R, C, Rl, Rr},
        {L, R, C, S, Rl, Rr},
        {L, R, C, S, Rc, Sl, Sr},
        {L, R, C, S, Rl, Rr, Sl, Sr},
    }};
    if (channels < 3 || channels > 8) return;
    auto map = maps[channels - 3];
    sf_command(handle, SFC_SET_CHANNEL_MAP_INFO, map.data(), static_cast<int>(channels * sizeof(int)));
}

class SndfileEncoder final : public Encoder {
public:
    SndfileEncoder(std::string path, OutputFile file, const EncoderSpec& spec, int format)
        : path_(std::move(path)),
          spec_(spec),
          format_(format),
          file_(std::move(file)),
          quantizer_(is_integer(spec.format) ? bits(spec.format) : 32, spec.dither) {}

    Status start() {
        SF_INFO info{};
        info.samplerate = static_cast<int>(spec_.sample_rate);
        info.channels = static_cast<int>(spec_.channels);
        info.format = format_;
        SF_VIRTUAL_IO io = output_io();
        handle_.reset(sf_open_virtual(&io, SFM_WRITE, &info, &file_));
        if (!handle_) {
            return fail(ErrorCode::unsupported,
                        path_ + ": cannot be written with these settings: " + sf_strerror(nullptr));
        }
        SNDFILE* handle = handle_.get();
        sf_command(handle, SFC_RF64_AUTO_DOWNGRADE, nullptr, SF_TRUE);
        sf_command(handle, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);  // It holds the time of day.
        sf_command(handle, SFC_SET_CLIPPING, nullptr, SF_TRUE);
        write_channel_map(handle, spec_.channels);
        if (tag_place(format_) == TagPlace::by_libsndfile) set_strings(handle, spec_.tags);
        return {};
    }

    Status write(std::span<const float> in) override { return write_samples(in); }
    Status write(std::span<const std::int32_t> in) override { return write_samples(in); }
    Status write(std::span<const double> in) override { return write_samples(in); }

    Status sync() override {
        sf_command(handle_.get(), SFC_UPDATE_HEADER_NOW, nullptr, 0);
        return checked(file_.flush());
    }

    Status finish() override {
        if (!handle_) return {};
        handle_.reset();
        const bool has_tags = !(spec_.tags == Tags{});
        if (has_tags && !file_.is_stream() && file_.flush()) {
            write_tags(file_.current_path(), tag_place(format_), spec_.tags);
        }
        return checked(file_.finish());
    }

    std::uint64_t frames_written() const noexcept override { return frames_; }
    std::uint64_t clipped_samples() const noexcept override { return quantizer_.clipped_samples(); }

private:
    template <class Sample>
    Status write_samples(std::span<const Sample> in) {
        while (!in.empty()) {
            const std::size_t count = std::min(in.size(), kChunkSamples / spec_.channels * spec_.channels);
            const std::size_t frames = count / spec_.channels;
            const sf_count_t written = write_chunk(in.first(count));
            if (written > 0) {
                if (frames_ == 0)
                    header_bytes_ = file_.position() - static_cast<std::uint64_t>(written) * frame_bytes();
                frames_ += static_cast<std::uint64_t>(written);
            }
            if (static_cast<std::size_t>(std::max<sf_count_t>(written, 0)) < frames) {
                if (Status failed = checked(file_.status()); !failed) return failed;
                return fail(ErrorCode::system, path_ + ": " + sf_strerror(handle_.get()));
            }
            in = in.subspan(count);
        }
        return checked(file_.status());
    }

    template <class Sample>
    sf_count_t write_chunk(std::span<const Sample> in) {
        SNDFILE* handle = handle_.get();
        const auto frames = static_cast<sf_count_t>(in.size() / spec_.channels);
        if (!is_lossy(format_) && is_integer(spec_.format)) {
            quantizer_.quantize(in, std::span(integers_).first(in.size()));
            return sf_writef_int(handle, integers_.data(), frames);
        }
        if ((format_ & SF_FORMAT_TYPEMASK) == SF_FORMAT_OGG && spec_.channels > 2) return write_in_vorbis_order(in);
        if constexpr (std::is_same_v<Sample, double>) return sf_writef_double(handle, in.data(), frames);
        if constexpr (std::is_same_v<Sample, float>) return sf_writef_float(handle, in.data(), frames);
        if constexpr (std::is_same_v<Sample, std::int32_t>) {
            std::transform(in.begin(), in.end(), doubles_.begin(),
                           [](std::int32_t sample) { return static_cast<double>(sample) / 2147483648.0; });
            return sf_writef_double(handle, doubles_.data(), frames);
        }
    }

    /// libsndfile hands channels to the Ogg codecs as they come.
    template <class Sample>
    sf_count_t write_in_vorbis_order(std::span<const Sample> in) {
        constexpr double kScale = std::is_integral_v<Sample> ? 1.0 / 2147483648.0 : 1.0;
        const auto& order = kVorbisOrder[spec_.channels - 1];
        for (std::size_t first = 0; first < in.size(); first += spec_.channels) {
            for (std::size_t c = 0; c < spec_.channels; ++c) {
                doubles_[first + order[c]] = static_cast<double>(in[first + c]) * kScale;
            }
        }
        return sf_writef_double(handle_.get(), doubles_.data(), static_cast<sf_count_t>(in.size() / spec_.channels));
    }

    std::uint64_t frame_bytes() const noexcept {
        return spec_.channels * static_cast<std::uint64_t>(bits(spec_.format)) / 8;
    }

    /// Adds to a failure how much was kept, and counts only that.
    Status checked(Status status) {
        if (status) return status;
        if (is_pcm(format_)) {
            const std::uint64_t data_bytes = file_.size() - std::min(file_.size(), header_bytes_);
            frames_ = std::min(frames_, data_bytes / frame_bytes());
        }
        char seconds[32];
        std::snprintf(seconds, sizeof seconds, "%.1f", static_cast<double>(frames_) / spec_.sample_rate);
        return fail(status.error().code, status.error().detail + " (" + std::to_string(frames_) + " frames, " +
                                             seconds + " s, were written)");
    }

    const std::string path_;
    const EncoderSpec spec_;
    const int format_;
    OutputFile file_;
    std::unique_ptr<SNDFILE, CloseSndfile> handle_;
    Quantizer quantizer_;
    std::uint64_t frames_ = 0;
    std::uint64_t header_bytes_ = 0;
    std::array<std::int32_t, kChunkSamples> integers_;
    std::array<double, kChunkSamples> doubles_;
};

}  // namespace

Result<std::unique_ptr<Encoder>> Encoder::open(const std::string& path, const EncoderSpec& spec) {
    const auto format = sndfile_format(path, spec);
    if (!format) return fail(format.error());
    auto file = OutputFile::open(path, spec.placement);
    if (!file) return fail(file.error());
    auto encoder = std::make_unique<SndfileEncoder>(path, std::move(*file), spec, *format);
    if (Status started = encoder->start(); !started) return fail(started.error());
    return encoder;
}

}  // namespace attacca::media
