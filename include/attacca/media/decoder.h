// Reads audio files and streams, a block at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "attacca/base/result.h"
#include "attacca/media/sample_format.h"

namespace attacca::media {

/// What a file holds.
struct StreamInfo {
    std::uint32_t sample_rate = 0;
    std::size_t channels = 0;
    SampleFormat format = SampleFormat::f32;  ///< Of the source; lossy codecs decode to f32.
    std::optional<std::uint64_t> frames;  ///< Exact once trimmed of encoder delay and padding; empty where only decoding tells.
    std::optional<std::uint64_t> estimated_frames = std::nullopt;  ///< Where `frames` is empty: about as many.
    std::string codec;                    ///< "flac", "mp3", "pcm_s16le", …
    std::string container;                ///< "wav", "ogg", "mov", …
};

/// Which reader opens a file.
enum class Reader {
    automatic,  ///< libsndfile for healthy wav, aiff and flac, libvorbisfile for Ogg Vorbis, FFmpeg for all else and at
                ///< damage.
    sndfile,
    ffmpeg,
};

/// Frames in file order: encoder delay and padding trimmed. Damage is skipped, or silent where the container tells how
/// long it is, so that the rest stays in time. Channels stand in the order of WAVE (L R C LFE …).
///
/// Threads    One at a time; never the audio callback: it reads files and allocates.
/// Failure    A file that is not audio, or is damaged beyond recovery, fails `open`; damage inside
///            is skipped and counted.
class Decoder {
public:
    virtual ~Decoder() = default;

    /// Opens a path, a URL where FFmpeg can, or `-` for standard input. Once `stop` is requested, from any thread,
    /// nothing waits for a pipe or the network any more: opening fails as cancelled, reading ends. (The system's
    /// look-up of a host's name cannot be cut short.)
    [[nodiscard]] static Result<std::unique_ptr<Decoder>> open(const std::string& source,
                                                               Reader reader = Reader::automatic,
                                                               const std::stop_token& stop = {});

    [[nodiscard]] virtual const StreamInfo& info() const noexcept = 0;

    /// Fills the span with the next frames; returns how many, fewer than asked only at the end (0: ended).
    /// f32: full scale is ±1. i32: integers stand left-justified, bit-exact at any depth up to 32.
    /// Requires a whole number of frames.
    [[nodiscard]] virtual Result<std::size_t> read(std::span<float> interleaved) = 0;
    [[nodiscard]] virtual Result<std::size_t> read(std::span<std::int32_t> interleaved) = 0;
    [[nodiscard]] virtual Result<std::size_t> read(std::span<double> interleaved) = 0;

    /// The next `read` begins with this frame, to the sample; past the end it begins at the end.
    /// Failure: the source cannot seek (a pipe, a live stream).
    [[nodiscard]] virtual Status seek(std::uint64_t frame) = 0;

    /// The frame that the next `read` begins with.
    [[nodiscard]] virtual std::uint64_t position() const noexcept = 0;

    /// Damaged places that were skipped so far, and the first one in words (empty: none).
    struct Damage {
        std::uint64_t places = 0;
        std::string first;
    };
    [[nodiscard]] virtual Damage damage() const = 0;
};

}  // namespace attacca::media
