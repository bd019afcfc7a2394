// How long a file is, without decoding it.
#pragma once

#include <cstdint>
#include <optional>

#include "media/ffmpeg_input.h"

namespace attacca::media {

/// Frames of music, exact: encoder delay and padding taken off. Empty: only decoding can tell.
/// `first_packet` is the stream's time of the first packet, in frames. Reads packets where the header does not say;
/// leaves the input anywhere.
[[nodiscard]] std::optional<std::uint64_t> count_frames(const FfmpegLibrary& ffmpeg, FfmpegInput& input,
                                                        std::uint32_t sample_rate, std::int64_t first_packet);

}  // namespace attacca::media
