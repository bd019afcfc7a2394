#include "player/waveform_columns.h"

#include <algorithm>
#include <cmath>

#include "attacca/kernels/level.h"

namespace attacca::player {
namespace {

constexpr std::uint64_t kFirstColumnFrames = 256;

WaveformColumn together(const WaveformColumn& a, const WaveformColumn& b) {
    return {.lowest = std::min(a.lowest, b.lowest),
            .highest = std::max(a.highest, b.highest),
            .rms = std::sqrt((a.rms * a.rms + b.rms * b.rms) / 2.0F)};
}

}  // namespace

WaveformColumns::WaveformColumns(std::uint64_t expected_frames)
    : column_frames_(expected_frames == 0
                         ? kFirstColumnFrames
                         : (expected_frames + WaveformOverview::kMostColumns - 1) / WaveformOverview::kMostColumns) {
    columns_.reserve(WaveformOverview::kMostColumns);
}

void WaveformColumns::add(ConstAudioBlock block) {
    for (std::size_t done = 0; done < block.frames();) {
        const auto frames = static_cast<std::size_t>(
            std::min<std::uint64_t>(column_frames_ - frames_in_column_, block.frames() - done));
        const auto samples = block.subblock(done, frames).samples();
        const auto [lowest, highest] = std::ranges::minmax(samples);
        lowest_ = std::min(lowest_, lowest);
        highest_ = std::max(highest_, highest);
        squares_ += kernels::sum_of_squares(samples.data(), samples.size());
        samples_in_column_ += samples.size();
        frames_in_column_ += frames;
        frames_ += frames;
        done += frames;
        if (frames_in_column_ < column_frames_) continue;
        full() ? halve() : end_column();  // Halved, the column at hand has room again.
    }
}

void WaveformColumns::finish() {
    if (frames_in_column_ == 0) return;
    if (full()) halve();
    end_column();
}

void WaveformColumns::end_column() {
    const auto mean = samples_in_column_ == 0 ? 0.0 : squares_ / static_cast<double>(samples_in_column_);
    columns_.push_back({.lowest = lowest_, .highest = highest_, .rms = static_cast<float>(std::sqrt(mean))});
    frames_in_column_ = 0;
    samples_in_column_ = 0;
    lowest_ = highest_ = 0.0F;
    squares_ = 0.0;
}

void WaveformColumns::halve() {
    for (std::size_t i = 0; i < columns_.size() / 2; ++i) columns_[i] = together(columns_[2 * i], columns_[2 * i + 1]);
    columns_.resize(columns_.size() / 2);
    column_frames_ *= 2;
}

}  // namespace attacca::player
