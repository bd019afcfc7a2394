// The triangular filters of a mel spectrum.
#pragma once

#include <cstddef>
#include <vector>

#include "attacca/kernels/log_mel.h"

namespace attacca::analysis {

struct MelFilterSpec {
    double sample_rate = 16000.0;
    std::size_t fft_length = 400;
    std::size_t bins = 80;
    double lowest_hz = 0.0;
    double highest_hz = 8000.0;
};

/// Linear below 1 kHz, logarithmic above.
/// Source     M. Slaney, "Auditory Toolbox", 1998.
[[nodiscard]] double mel_from_hz(double frequency_hz) noexcept;
[[nodiscard]] double hz_from_mel(double mel) noexcept;

/// Triangles between neighbors of neighbors on the mel scale, each of area 1 over frequency in Hz; a bin lies in two of
/// them at most. As librosa.filters.mel makes them by default.
[[nodiscard]] std::vector<kernels::MelFilter> mel_filters(const MelFilterSpec& spec);

}  // namespace attacca::analysis
