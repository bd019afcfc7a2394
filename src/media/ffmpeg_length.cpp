#ifdef ATTACCA_HAS_FFMPEG

#include "media/ffmpeg_decoder.h"

namespace attacca::media {

std::optional<std::uint64_t> count_frames(const FfmpegLibrary& ffmpeg, FfmpegInput& input, const std::string& codec,
                                          std::uint32_t sample_rate, std::int64_t origin) {
    const AVStream& stream = input.stream();
    const AVRational tick = stream.time_base;
    if (codec == "mp3" || codec == "opus") return std::nullopt;
    (void)origin;
    if (stream.duration == AV_NOPTS_VALUE || stream.duration <= 0) return std::nullopt;
    return static_cast<std::uint64_t>(ffmpeg.av_rescale_rnd(stream.duration, std::int64_t{tick.num} * sample_rate,
                                                            tick.den, AV_ROUND_NEAR_INF));
}

}  // namespace attacca::media

#endif
