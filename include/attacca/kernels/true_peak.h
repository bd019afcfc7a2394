// Peaks between the samples: an eight-fold band-limited interpolation, and a cheap bound that makes it rarely needed.
#pragma once

#include <cstddef>

namespace attacca::kernels {

// Threads    Any.
// Real time  All. No alignment needed.

/// The interpolator sees this many frames before an instant, and as many after it.
inline constexpr std::size_t kTruePeakReach = 64;

/// peaks[i] = the largest magnitude of the signal through samples[i] from that instant on until just before the next
/// frame, at steps of an eighth of a frame, for i < count.
///
/// Interleaved channels stay apart: `stride` is the number of channels, and i counts samples.
/// Requires samples[−(kTruePeakReach − 1)·stride] up to samples[count − 1 + kTruePeakReach·stride] to be readable.
///
/// Accuracy   A sine up to 0.48 of the sample rate reads within 0.1 dB at each of the eight instants; between them
///            lies at most 0.17 dB more.
void true_peaks(const float* samples, std::size_t stride, std::size_t count, float* peaks) noexcept;

/// What bounds the interpolation of a stretch of signal.
struct PeakBound {
    float peak = 0.0F;       ///< Largest |x|.
    float curvature = 0.0F;  ///< Largest |x[n] − 2·x[n+1] + x[n+2]|.

    /// No true peak inside the stretch exceeds this, kTruePeakReach frames off its edges.
    [[nodiscard]] float limit() const noexcept;
};

/// Infinity or NaN anywhere makes `peak` infinite or NaN.
/// Requires `count` to be a multiple of `stride`, and samples[0] up to samples[count − 1 + 2·stride] to be readable:
/// they all belong to the stretch.
[[nodiscard]] PeakBound peak_bound(const float* samples, std::size_t stride, std::size_t count) noexcept;

}  // namespace attacca::kernels
