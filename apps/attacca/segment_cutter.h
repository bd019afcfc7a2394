// Writes each segment of a stream as a file of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/media/encoder.h"

namespace attacca::app {

/// Keeps as much of the stream as a segment may begin or end before it is known; what is older is written or forgotten.
///
/// Units      Frames of the stream, from 0.
class SegmentCutter {
public:
    /// Makes the folder where it is missing. `kept_frames`: how far back segments may begin and end.
    /// Failure: the folder cannot be made, or holds files of an earlier cut.
    [[nodiscard]] static Result<SegmentCutter> create(const std::filesystem::path& folder,
                                                      const media::EncoderSpec& spec, std::size_t kept_frames);

    [[nodiscard]] Status take(ConstAudioBlock block);

    /// A segment begins with this frame, which is still kept.
    [[nodiscard]] Status begin(std::uint64_t first_frame);
    /// It ended before this frame. Returns the file's name.
    [[nodiscard]] Result<std::string> end(std::uint64_t end_frame);

private:
    SegmentCutter(std::filesystem::path folder, const media::EncoderSpec& spec, std::size_t kept_frames);
    [[nodiscard]] std::filesystem::path path_of(std::size_t number) const;
    [[nodiscard]] Status write_until(std::uint64_t end_frame);

    std::filesystem::path folder_;
    media::EncoderSpec spec_;
    std::size_t kept_frames_;
    std::vector<float> kept_;  ///< The newest frames of the stream.
    std::uint64_t first_kept_ = 0;
    std::uint64_t written_ = 0;  ///< The frame that the segment goes on with.
    std::size_t files_ = 0;
    std::unique_ptr<media::Encoder> encoder_;  ///< Of the segment, while there is one.
};

}  // namespace attacca::app
