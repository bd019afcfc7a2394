// One audio stream of a file, pipe or URL, as FFmpeg's packets.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "attacca/base/result.h"
#include "media/ffmpeg_library.h"
#include "media/source_file.h"

namespace attacca::media {

/// An opened container with its best audio stream chosen and every other one left out.
///
/// Threads    One at a time.
/// Failure    `open` says what was found instead of audio. Damage later on ends the packets. A server that is silent
///            for ten seconds has failed.
class FfmpegInput {
public:
    /// Local files are read through our own file, so that no name, playlist or reference inside a file can make
    /// FFmpeg open another one. `file` is the source where it is open already; `stop` ends every wait.
    [[nodiscard]] static Result<std::unique_ptr<FfmpegInput>> open(const std::string& source,
                                                                   std::optional<SourceFile> file = std::nullopt,
                                                                   const std::stop_token& stop = {});

    FfmpegInput(const FfmpegInput&) = delete;
    FfmpegInput& operator=(const FfmpegInput&) = delete;
    ~FfmpegInput();

    enum class Next { packet, ended, failed };

    /// The next packet of the stream into `packet`.
    [[nodiscard]] Next next(AVPacket& packet);

    /// To a packet at or before a time of the stream. False: cannot.
    [[nodiscard]] bool seek(std::int64_t timestamp);

    const AVStream& stream() const noexcept { return *stream_; }
    const AVCodecParameters& parameters() const noexcept { return *stream_->codecpar; }
    const AVFormatContext& format() const noexcept { return *format_; }
    bool seekable() const noexcept;

    /// Null for a URL.
    const SourceFile* file() const noexcept { return file_ ? &*file_ : nullptr; }

private:
    FfmpegInput(const FfmpegLibrary& ffmpeg, std::stop_token stop) noexcept : ffmpeg_(ffmpeg), stop_(std::move(stop)) {}

    [[nodiscard]] Status open_format(const std::string& source);
    [[nodiscard]] Status choose_stream(const std::string& source);

    const FfmpegLibrary& ffmpeg_;
    const std::stop_token stop_;  // FFmpeg holds its address.
    std::optional<SourceFile> file_;
    AVIOContext* io_ = nullptr;
    AVFormatContext* format_ = nullptr;
    AVStream* stream_ = nullptr;
};

/// What FFmpeg says about an error number.
[[nodiscard]] std::string ffmpeg_message(const FfmpegLibrary& ffmpeg, int error);

}  // namespace attacca::media
