#ifdef ATTACCA_HAS_FFMPEG

#include "media/ffmpeg_input.h"

#include <algorithm>
#include <array>

namespace attacca::media {
namespace {

constexpr int kIoBytes = 64 * 1024;
constexpr int kMaxStreams = 64;
constexpr std::int64_t kProbeBytes = 2 << 20;
constexpr int kFormatProbeBytes = 1 << 20;
constexpr std::int64_t kAnalyzeUs = 2 * AV_TIME_BASE;
// A quarter of a second of floats, 8 channels, 384 kHz, takes 3 MB.
constexpr int kMaxPacketBytes = 8 << 20;
constexpr const char* kNetworkTimeoutUs = "10000000";

int read_file(void* opaque, std::uint8_t* bytes, int size) {
    auto& file = *static_cast<SourceFile*>(opaque);
    const std::ptrdiff_t count = file.read({reinterpret_cast<std::byte*>(bytes), static_cast<std::size_t>(size)});
    if (count < 0) return AVERROR(EIO);
    return count == 0 ? AVERROR_EOF : static_cast<int>(count);
}

std::int64_t seek_file(void* opaque, std::int64_t offset, int whence) {
    auto& file = *static_cast<SourceFile*>(opaque);
    if (!file.size()) return AVERROR(ESPIPE);
    const auto size = static_cast<std::int64_t>(*file.size());
    switch (whence & ~AVSEEK_FORCE) {
        case AVSEEK_SIZE:
            return size;
        case SEEK_SET:
            break;
        case SEEK_CUR:
            offset += static_cast<std::int64_t>(file.position());
            break;
        case SEEK_END:
            offset += size;
            break;
        default:
            return AVERROR(EINVAL);
    }
    if (offset < 0 || !file.seek(static_cast<std::uint64_t>(offset))) return AVERROR(EINVAL);
    return offset;
}

int stop_requested(void* opaque) { return static_cast<const std::stop_token*>(opaque)->stop_requested() ? 1 : 0; }

int refuse_other_files(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) { return AVERROR(EPERM); }

std::string label(const std::string& source) { return source == "-" ? "standard input" : source; }

}  // namespace

std::string ffmpeg_message(const FfmpegLibrary& ffmpeg, int error) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    ffmpeg.av_strerror(error, text.data(), text.size());
    return text.data();
}

Result<std::unique_ptr<FfmpegInput>> FfmpegInput::open(const std::string& source, std::optional<SourceFile> file,
                                                       const std::stop_token& stop) {
    if (!file && !is_url(source)) {
        auto opened = SourceFile::open(source, stop);
        if (!opened) return fail(opened.error());
        file = std::move(*opened);
    }
    const auto ffmpeg = FfmpegLibrary::load();
    if (!ffmpeg) return fail(ffmpeg.error().code, label(source) + ": cannot be read: " + ffmpeg.error().detail);

    std::unique_ptr<FfmpegInput> input(new FfmpegInput(**ffmpeg, stop));
    input->file_ = std::move(file);
    if (Status opened = input->open_format(source); !opened) return fail(opened.error());
    if (Status chosen = input->choose_stream(source); !chosen) return fail(chosen.error());
    return input;
}

Status FfmpegInput::open_format(const std::string& source) {
    format_ = ffmpeg_.avformat_alloc_context();
    if (format_ == nullptr) return fail(ErrorCode::system, "out of memory");
    format_->max_streams = kMaxStreams;
    format_->probesize = kProbeBytes;
    format_->format_probesize = kFormatProbeBytes;
    format_->max_analyze_duration = kAnalyzeUs;

    format_->interrupt_callback = {stop_requested, const_cast<std::stop_token*>(&stop_)};

    AVDictionary* options = nullptr;
    if (file_) {
        auto* buffer = static_cast<unsigned char*>(ffmpeg_.av_malloc(kIoBytes));
        io_ = ffmpeg_.avio_alloc_context(buffer, kIoBytes, 0, &*file_, read_file, nullptr, seek_file);
        if (io_ == nullptr) return fail(ErrorCode::system, "out of memory");
        if (!file_->size()) io_->seekable = 0;
        format_->pb = io_;
        format_->io_open = refuse_other_files;
    } else {
        ffmpeg_.av_dict_set(&options, "rw_timeout", kNetworkTimeoutUs, 0);
    }
    // The advanced reading of mov edit lists cuts at whole milliseconds; count_frames does it to the sample.
    ffmpeg_.av_dict_set(&options, "advanced_editlist", "0", 0);
    // On failure the context is freed and format_ null.
    const int opened = ffmpeg_.avformat_open_input(&format_, source.c_str(), nullptr, &options);
    ffmpeg_.av_dict_free(&options);
    if (opened < 0) {
        if (stop_.stop_requested()) return fail(ErrorCode::cancelled, label(source) + ": stopped while it was opened");
        const bool foreign = opened == AVERROR_INVALIDDATA || opened == AVERROR_EOF;
        return fail(foreign ? ErrorCode::damaged : ErrorCode::unreadable,
                    label(source) + ": " +
                        (foreign ? "is not an audio file, or its beginning is damaged" : "cannot be opened") + " (" +
                        ffmpeg_message(ffmpeg_, opened) + ")");
    }
    return {};
}

Status FfmpegInput::choose_stream(const std::string& source) {
    const int analyzed = ffmpeg_.avformat_find_stream_info(format_, nullptr);
    if (analyzed < 0) {
        return fail(ErrorCode::damaged,
                    label(source) + ": its streams cannot be read (" + ffmpeg_message(ffmpeg_, analyzed) + ")");
    }
    const int best = ffmpeg_.av_find_best_stream(format_, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    if (best < 0) {
        const char* kind =
            format_->iformat->long_name != nullptr ? format_->iformat->long_name : format_->iformat->name;
        return fail(ErrorCode::unsupported, label(source) + ": there is no audio in it (it looks like: " + kind + ")");
    }
    for (unsigned i = 0; i < format_->nb_streams; ++i) {
        if (static_cast<int>(i) != best) format_->streams[i]->discard = AVDISCARD_ALL;
    }
    stream_ = format_->streams[best];
    return {};
}

FfmpegInput::~FfmpegInput() {
    if (format_ != nullptr) ffmpeg_.avformat_close_input(&format_);
    if (io_ != nullptr) {
        ffmpeg_.av_free(io_->buffer);
        ffmpeg_.avio_context_free(&io_);
    }
}

FfmpegInput::Next FfmpegInput::next(AVPacket& packet) {
    // Other streams' packets are dropped by the demuxer, so a bound on ours bounds the loop too.
    constexpr int kMaxForeignPackets = 100000;
    for (int i = 0; i < kMaxForeignPackets; ++i) {
        const int read = ffmpeg_.av_read_frame(format_, &packet);
        if (read == AVERROR_EOF) return Next::ended;
        if (read < 0) return Next::failed;
        if (packet.stream_index == stream_->index && packet.size <= kMaxPacketBytes) return Next::packet;
        ffmpeg_.av_packet_unref(&packet);
    }
    return Next::failed;
}

bool FfmpegInput::seek(std::int64_t timestamp) {
    return ffmpeg_.av_seek_frame(format_, stream_->index, timestamp, AVSEEK_FLAG_BACKWARD) >= 0;
}

bool FfmpegInput::seekable() const noexcept {
    return format_->pb != nullptr ? (format_->pb->seekable & AVIO_SEEKABLE_NORMAL) != 0 : !file_;
}

}  // namespace attacca::media

#endif
