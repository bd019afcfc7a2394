// What a latency means to who hears it, as a color and in words.
#pragma once

#include <QString>

namespace attacca::studio {

enum class LatencyGrade { green, yellow, red };

/// Green below 10 ms, yellow below 20, red from there on.
[[nodiscard]] LatencyGrade latency_grade(double latency_ms);

/// "8.0 ms, green: short enough to play an instrument". From 50 ms on it says what to do.
[[nodiscard]] QString latency_words(double latency_ms);

}  // namespace attacca::studio
