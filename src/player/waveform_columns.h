// Frames as columns: the widths fit the length that is expected, or grow with the length that comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/player/waveform_overview.h"

namespace attacca::player {

class WaveformColumns {
public:
    /// 0 frames expected: the length is not known.
    explicit WaveformColumns(std::uint64_t expected_frames);

    void add(ConstAudioBlock block);
    /// Ends the last column.
    void finish();

    /// Those that are complete.
    [[nodiscard]] const std::vector<WaveformColumn>& columns() const noexcept { return columns_; }
    [[nodiscard]] std::uint64_t column_frames() const noexcept { return column_frames_; }
    [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; }

private:
    [[nodiscard]] bool full() const noexcept { return columns_.size() == WaveformOverview::kMostColumns; }
    void end_column();
    void halve();

    std::uint64_t column_frames_;
    std::uint64_t frames_ = 0;
    std::uint64_t frames_in_column_ = 0;
    std::size_t samples_in_column_ = 0;
    float lowest_ = 0.0F;
    float highest_ = 0.0F;
    double squares_ = 0.0;
    std::vector<WaveformColumn> columns_;
};

}  // namespace attacca::player
