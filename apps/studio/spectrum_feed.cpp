#include "spectrum_feed.h"

#include <algorithm>
#include <cmath>

namespace attacca::studio {
namespace {

constexpr double kFramesPerSecond = 60.0;
constexpr double kLongest_s = 0.1;  // Of sound that a late frame catches up with.
constexpr double kFloor_db = -120.0;
constexpr double kLeastVolume_db = -60.0;  // Below it the sound itself is too faint to be made up for.

}  // namespace

bool SpectrumFeed::fit(const player::PlayerStatus& status) {
    if (status.sample_rate <= 0.0 || status.channels == 0) return false;
    if (analyzer_ && status.sample_rate == sample_rate_ && status.channels == channels_) return true;
    sample_rate_ = status.sample_rate;
    channels_ = status.channels;
    analysis::SpectrumSpec spec{.sample_rate = sample_rate_,
                                .channels = std::min<std::size_t>(channels_, 8),
                                .fft_length = 4096,
                                .hop_frames = static_cast<std::size_t>(sample_rate_ / kFramesPerSecond),
                                .smoothing = 0.7};
    spec.hop_frames = std::min(spec.hop_frames, spec.fft_length);
    spec.highest_hz = std::min(spec.highest_hz, sample_rate_ / 2.0);
    auto created = analysis::SpectrumAnalyzer::create(spec);
    if (!created) return false;
    analyzer_ = std::move(*created);
    sound_.resize(static_cast<std::size_t>(sample_rate_ * kLongest_s) * channels_);
    levels_.assign(spec.bars, static_cast<float>(kFloor_db));
    peaks_ = levels_;
    return true;
}

bool SpectrumFeed::take(player::Player& player, const player::PlayerStatus& status, double volume_db) {
    if (!fit(status)) return false;
    const AudioBlock block(sound_, channels_);
    const std::size_t frames = player.take_sound(block);
    if (frames == 0 || analyzer_->process(block.subblock(0, frames)) == 0) return false;
    analyzer_->bars_db(levels_);
    analyzer_->peaks_db(peaks_);
    const auto raise = static_cast<float>(volume_db < kLeastVolume_db ? 0.0 : -volume_db);
    for (float& level : levels_) level += raise;
    for (float& peak : peaks_) peak += raise;
    return true;
}

void SpectrumFeed::clear() {
    if (analyzer_) analyzer_->reset();
    std::fill(levels_.begin(), levels_.end(), static_cast<float>(kFloor_db));
    peaks_ = levels_;
}

}  // namespace attacca::studio
