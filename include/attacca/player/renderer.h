// The player's path to a file instead of a device, as fast as the machine can.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/media/encoder.h"
#include "attacca/media/playlist.h"
#include "attacca/player/signal_settings.h"

namespace attacca::player {

/// A length or place in seconds, or in frames of the output.
struct Position {
    double seconds = 0.0;
    std::optional<std::uint64_t> frames;  ///< Where it is there, it counts.
};

struct RenderSpec {
    std::vector<media::Track> tracks;
    std::string output;                          ///< As media::Encoder's path.
    SignalSettings signal;
    std::optional<media::SampleFormat> format;   ///< Empty: the first track's, or the nearest that the file can hold.
    double sample_rate = 0.0;                    ///< 0: the first track's.
    std::size_t channels = 0;                    ///< 0: the first track's.
    Position start;
    std::optional<Position> duration;
    media::Dither dither = media::Dither::none;
};

struct RenderReport {
    std::uint64_t frames = 0;
    double sample_rate = 0.0;
    std::size_t channels = 0;
    media::SampleFormat format = media::SampleFormat::i16;
    bool exact = false;               ///< No sample was changed, by a lossy output either.
    std::uint64_t clipped_samples = 0;
    double seconds_taken = 0.0;
    std::vector<Error> problems;      ///< Tracks that were skipped, damage that was passed over.
};

/// `done_s` of `total_s` seconds (0: not known) are written.
using RenderProgress = std::function<void(double done_s, double total_s)>;

/// With nothing to do to the sound, integers of the same depth are copied bit for bit. The latency of the
/// plan is taken off, so that the output is aligned with the input.
/// Failure: nothing could be read or written; with `stop` requested: cancelled, and no file is left.
[[nodiscard]] Result<RenderReport> render(const RenderSpec& spec, const RenderProgress& progress, std::stop_token stop);

}  // namespace attacca::player
