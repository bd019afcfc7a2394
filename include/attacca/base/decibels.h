// Levels in decibels and the factors they stand for.
#pragma once

#include <cmath>

namespace attacca {

/// The factor for an amplitude level: 0 dB is 1, −6.02 dB is a half.
inline double gain_from_db(double level_db) { return std::pow(10.0, level_db / 20.0); }

/// The level of an amplitude factor; −infinity for 0.
inline double db_from_gain(double gain) { return 20.0 * std::log10(gain); }

}  // namespace attacca
