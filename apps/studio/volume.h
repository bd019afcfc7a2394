// From the volume control to a gain.
#pragma once

#include <algorithm>
#include <cmath>

#include "attacca/base/decibels.h"

namespace attacca::studio {

inline constexpr double kVolumeStep = 0.05;
inline constexpr double kQuietVolume = 0.2;
inline constexpr double kLoudVolume = 0.8;  ///< Above it the window warns.

/// The cube of the volume as an amplitude, which ears take for an even course: 100 % is 0 dB and leaves samples as they
/// are, 80 % is −5.8 dB, 20 % −42 dB, 0 silence.
[[nodiscard]] inline double volume_gain_db(double volume) {
    constexpr double kSilence_db = -150.0;
    return std::max(kSilence_db, 3.0 * db_from_gain(volume));
}

}  // namespace attacca::studio
