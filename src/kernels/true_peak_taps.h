// The interpolation filter behind true_peaks.
#pragma once

#include <array>
#include <cstddef>

#include "attacca/kernels/true_peak.h"

namespace attacca::kernels {

/// A windowed sinc at eight instants in a frame. The instants t and 1 − t mirror each other, so they share their
/// work: with s = x[n−j] + x[n+1+j] and d = x[n−j] − x[n+1+j], y(t) = Σ even·s + Σ odd·d and y(1−t) = Σ even·s − Σ
/// odd·d.
struct TruePeakTaps {
    /// For each j: even and odd for t = 1/8, 2/8, 3/8, then even for 4/8 (its odd part is zero).
    static constexpr std::size_t kRows = 7;
    std::array<std::array<float, kRows>, kTruePeakReach> rows{};

    /// |y(t)| ≤ peak·peak_factor + curvature·curvature_factor: y is linear interpolation plus a filter on the second
    /// difference, and these are the sums of that filter's magnitudes, the worst of all instants.
    double peak_factor = 1.0;
    double curvature_factor = 0.0;
};

/// Designed once, on first use.
[[nodiscard]] const TruePeakTaps& true_peak_taps();

}  // namespace attacca::kernels
