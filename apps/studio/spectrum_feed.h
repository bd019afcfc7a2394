// From what the player plays to the bars of the spectrum.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "attacca/analysis/spectrum_analyzer.h"
#include "attacca/player/player.h"

namespace attacca::studio {

/// Threads    The window's.
/// Real time  `take` allocates nothing while the device stays as it is.
class SpectrumFeed {
public:
    /// Analyzes what was played since the last call, as loud as it was before the volume. False: the bars are as
    /// before.
    bool take(player::Player& player, const player::PlayerStatus& status, double volume_db);
    void clear();

    [[nodiscard]] std::span<const float> levels_db() const noexcept { return levels_; }
    [[nodiscard]] std::span<const float> peaks_db() const noexcept { return peaks_; }

private:
    bool fit(const player::PlayerStatus& status);

    std::optional<analysis::SpectrumAnalyzer> analyzer_;
    double sample_rate_ = 0.0;
    std::size_t channels_ = 0;
    std::vector<float> sound_;
    std::vector<float> levels_;
    std::vector<float> peaks_;
};

}  // namespace attacca::studio
