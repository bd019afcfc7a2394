#include "hum_guard.h"

#include <algorithm>
#include <cmath>

namespace attacca::analysis {
namespace {

constexpr double kWidth = 0.004;  // 7 cents: the mains keep their frequency better.
constexpr int kMostMultiples = 3;
constexpr double kQuiet_db = -20.0;
constexpr double kBelowLoudest_db = 12.0;
constexpr double kSteady_db = 1.0;
constexpr double kFallPerCall_db = 0.02;

bool has_frequency_of_mains(double hz) {
    for (const double mains_hz : {50.0, 60.0}) {
        const double multiple = std::round(hz / mains_hz);
        if (multiple >= 1.0 && multiple <= kMostMultiples && std::abs(hz / (multiple * mains_hz) - 1.0) < kWidth)
            return true;
    }
    return false;
}

}  // namespace

void HumGuard::hear(double level_db) noexcept {
    levels_db_[heard_++ % levels_db_.size()] = level_db;
    loudest_db_ = std::max(level_db, loudest_db_ - kFallPerCall_db);
}

bool HumGuard::is_hum(double hz) const noexcept {
    if (heard_ == 0 || !has_frequency_of_mains(hz)) return false;
    const double newest_db = levels_db_[(heard_ - 1) % levels_db_.size()];
    if (newest_db > kQuiet_db && newest_db > loudest_db_ - kBelowLoudest_db) return false;
    if (heard_ < levels_db_.size()) return true;  // The stream began with it.
    const auto [least, most] = std::minmax_element(levels_db_.begin(), levels_db_.end());
    return *most - *least < kSteady_db;
}

}  // namespace attacca::analysis
