// Writes audio files, a block at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "attacca/base/result.h"
#include "attacca/media/sample_format.h"
#include "attacca/media/tags.h"

namespace attacca::media {

/// Where the file stands while it grows.
enum class Placement {
    rename_when_done,  ///< Beside its place under another name, until `finish`: no half-written file.
    in_place,          ///< Under its own name from the first frame on: what is written survives a kill.
};

/// Noise added before rounding to integers.
enum class Dither { none, triangular };

struct EncoderSpec {
    std::uint32_t sample_rate = 48000;
    std::size_t channels = 2;
    SampleFormat format = SampleFormat::i16;  ///< Lossy formats ignore it.
    Placement placement = Placement::rename_when_done;
    Dither dither = Dither::none;
    Tags tags;
};

/// What the file named by `path` can hold that is nearest to `wanted`: flac has integers of up to 24 bits.
[[nodiscard]] SampleFormat storable_format(const std::string& path, SampleFormat wanted);

/// Whether the file named by `path` gives back the samples that were written to it, as ogg, opus and mp3 do not.
[[nodiscard]] bool keeps_samples(const std::string& path);

/// The extension of the path chooses the container: wav (RF64 past 4 GiB), aiff, flac, ogg, opus, mp3, caf, w64, au;
/// `-` writes wav to standard output.
///
/// Threads    One at a time; never the audio callback.
/// Failure    A full disk: Error no_space; in place, what is written stays readable once `finish` is called.
class Encoder {
public:
    virtual ~Encoder() = default;  ///< Without `finish`, a file still to be renamed is removed.

    [[nodiscard]] static Result<std::unique_ptr<Encoder>> open(const std::string& path, const EncoderSpec& spec);

    /// Appends frames; floats are rounded to nearest and saturated to integers, i32 is left-justified.
    [[nodiscard]] virtual Status write(std::span<const float> interleaved) = 0;
    [[nodiscard]] virtual Status write(std::span<const std::int32_t> interleaved) = 0;
    [[nodiscard]] virtual Status write(std::span<const double> interleaved) = 0;

    /// Brings the header up to date and the data to the file system: what was written is now playable.
    [[nodiscard]] virtual Status sync() = 0;

    /// Completes the file and gives it its name. Nothing may be written after it.
    [[nodiscard]] virtual Status finish() = 0;

    [[nodiscard]] virtual std::uint64_t frames_written() const noexcept = 0;

    /// Samples that were beyond full scale and had to be clipped.
    [[nodiscard]] virtual std::uint64_t clipped_samples() const noexcept = 0;
};

}  // namespace attacca::media
