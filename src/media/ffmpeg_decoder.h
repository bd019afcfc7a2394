// Decodes one stream with FFmpeg: packets to frames, and where each frame stands in the music.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "attacca/media/decoder.h"
#include "media/decoder_readers.h"
#include "media/ffmpeg_input.h"

namespace attacca::media {

/// Positions count from the first frame that is music, after the encoder's delay.
///
/// Threads    One at a time.
/// Failure    Damage inside is replaced by silence of the same length where the container tells it, and left out
///            where it does not. A stream that changes its rate ends there.
/// Accuracy   A seek decodes enough before its target that codecs with memory (overlap, reservoir) have settled;
///            without exact time stamps it decodes from the start.
class FfmpegDecoder final : public Decoder {
public:
    [[nodiscard]] static Result<std::unique_ptr<Decoder>> open(const std::string& source,
                                                               std::optional<SourceFile> file,
                                                               const std::stop_token& stop);
    ~FfmpegDecoder() override;

    const StreamInfo& info() const noexcept override { return info_; }
    Result<std::size_t> read(std::span<float> interleaved) override { return read_samples(interleaved); }
    Result<std::size_t> read(std::span<std::int32_t> interleaved) override { return read_samples(interleaved); }
    Result<std::size_t> read(std::span<double> interleaved) override { return read_samples(interleaved); }
    Status seek(std::uint64_t frame) override;
    std::uint64_t position() const noexcept override { return position_; }
    Damage damage() const override { return damage_; }

private:
    FfmpegDecoder(std::string source, const FfmpegLibrary& ffmpeg);

    [[nodiscard]] Status start();
    [[nodiscard]] Status open_codec();
    [[nodiscard]] Status describe();
    void measure_length();
    void close_codec() noexcept;

    /// Makes `frame_` hold the next decoded frame; false at the end.
    [[nodiscard]] bool decode();
    [[nodiscard]] bool feed();
    /// As `decode`, with its place found and its parameters checked.
    [[nodiscard]] bool next_frame();
    void place_frame();
    [[nodiscard]] std::int64_t to_frames(std::int64_t ticks) const;
    [[nodiscard]] std::optional<std::int64_t> frame_start() const;
    [[nodiscard]] bool has_exact_times() const;

    template <class Out>
    std::size_t read_samples(std::span<Out> out);
    template <class Out>
    void copy_from_frame(Out* out, std::size_t frames);

    [[nodiscard]] bool seek_by_time(std::uint64_t target, std::uint64_t preroll);
    void discard_until(std::uint64_t target);
    void note_damage(const std::string& what);

    const std::string source_;
    const FfmpegLibrary& ffmpeg_;
    std::stop_token stop_;
    std::unique_ptr<FfmpegInput> input_;
    AVCodecContext* codec_ = nullptr;
    AVPacket* packet_;
    AVFrame* frame_;
    StreamInfo info_;

    std::uint64_t position_ = 0;
    std::optional<std::int64_t> first_packet_;  // The first packet's time, in ticks of the stream.
    std::optional<std::int64_t> origin_;        // What the stream's clock says, in frames, where position 0 is.
    std::size_t frame_at_ = 0;                  // Frames of frame_ already handed out.
    std::size_t frame_end_ = 0;
    std::uint64_t silence_ = 0;  // Frames missing before frame_.
    bool exact_times_ = false;
    bool draining_ = false;
    bool ended_ = false;

    bool in_damage_ = false;
    bool settling_ = false;  // After a seek: errors are the codec's missing past, not damage.
    int failures_in_a_row_ = 0;
    Damage damage_;
};

}  // namespace attacca::media
