// What one pitch explains of a sound, and what it leaves.
#pragma once

#include <cstddef>
#include <span>

namespace attacca::analysis {

/// How samples are like those one period away.
struct PeriodMatch {
    double power = 0.0;       ///< Mean of both, without their mean value.
    double difference = 0.0;  ///< Of their difference: 0 where the period explains all, twice `power` for noise.
};

/// Of `frames` samples around `middle` with those one period later, or earlier for a negative period, which may be
/// fractions. Requires sound there, and two samples more.
///
/// Real time  Yes.
[[nodiscard]] PeriodMatch match_period(const float* middle, double period, std::size_t frames) noexcept;

/// The samples around `middle` less those one period earlier: a steady tone of this period leaves nothing, and whatever
/// sounds beside it can be heard.
///
/// Real time  Yes.
void subtract_period(const float* middle, double period, std::span<float> residue) noexcept;

}  // namespace attacca::analysis
