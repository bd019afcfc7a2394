#include "pitch_takeover.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "pitch_residue.h"

namespace attacca::analysis {
namespace {

constexpr double kHop_s = 0.01;
constexpr double kMatch_s = 0.02;
constexpr double kChange = 1.03;         // Half a semitone between two moments is no glide.
constexpr double kRise = 0.2;            // Of the way in decibels from the least level to that at the change.
constexpr double kExplained_db = -30.0;  // A period that leaves a thousandth of the power explains all of it.
constexpr double kFaintest_db = -60.0;
constexpr double kLeastPower = 1e-14;
constexpr std::size_t kBefore = 2;      // Moments whose level counts for the least one.
constexpr std::size_t kForgotten = 10;  // So many moments after it has ended, a note is not followed by the next.

bool differ(double a_hz, double b_hz) { return a_hz > b_hz * kChange || b_hz > a_hz * kChange; }

}  // namespace

PathPoint PitchTakeover::decide(std::span<const PathPoint> way, const float* middle) noexcept {
    const PathPoint point = decided(way, middle);
    if (point.hz > 0.0) {
        last_hz_ = point.hz;
        silent_for_ = 0;
    } else {
        ++silent_for_;
    }
    return point;
}

PathPoint PitchTakeover::decided(std::span<const PathPoint> way, const float* middle) const noexcept {
    bool silent = !(way[0].hz > 0.0);
    double old_hz = !silent ? way[0].hz : silent_for_ < kForgotten ? last_hz_ : 0.0;
    for (std::size_t i = 1; i + 1 < way.size(); ++i) {
        const PathPoint& next = way[i + 1];  // Steadier than the first of a new pitch.
        if (!(way[i].hz > 0.0)) {
            silent = true;
            continue;
        }
        const bool same = old_hz > 0.0 && !differ(old_hz, way[i].hz);
        if (!same || silent) {
            const bool lasts = next.hz > 0.0 && !differ(next.hz, way[i].hz);
            if (!lasts || !has_begun(same ? 0.0 : old_hz, next.hz, i, middle)) break;
            return {.hz = next.hz, .periodicity = way[i].periodicity};
        }
        old_hz = way[i].hz;
    }
    return way[0];
}

/// Whether a pitch that is the likelier one `change` moments later sounds from here on.
bool PitchTakeover::has_begun(double old_hz, double new_hz, std::size_t change, const float* middle) const noexcept {
    std::array<double, PitchPath::kLag + 1 + kBefore> levels_db{};
    const std::span levels(levels_db.data(), change + 1 + kBefore);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const double seconds = (static_cast<double>(i) - static_cast<double>(kBefore)) * kHop_s;
        levels[i] = level_db(old_hz, new_hz, middle + std::lround(seconds * sample_rate_));
    }
    const double now_db = levels.back();
    const double least_db = std::max(*std::min_element(levels.begin(), levels.end()), now_db + kFaintest_db);
    const double threshold_db = least_db + kRise * (now_db - least_db);
    return std::all_of(levels.begin() + kBefore, levels.end() - 1,
                       [threshold_db](double level) { return level > threshold_db; });
}

/// How much of the sound is new: how badly the old pitch explains what has been, beside how badly the new one
/// explains what follows. Out of silence, the level of what the new pitch explains.
double PitchTakeover::level_db(double old_hz, double new_hz, const float* middle) const noexcept {
    const auto frames = static_cast<std::size_t>(sample_rate_ * kMatch_s);
    const PeriodMatch after = match_period(middle, sample_rate_ / new_hz, frames);
    if (!(old_hz > 0.0)) {
        const double explained = std::max(after.power - 0.5 * after.difference, 1e-3 * after.power);
        return 10.0 * std::log10(explained + kLeastPower);
    }
    const double unexplained = match_period(middle, -sample_rate_ / old_hz, frames).difference + kLeastPower;
    return std::max(10.0 * std::log10(unexplained / (unexplained + after.difference)), kExplained_db);
}

}  // namespace attacca::analysis
