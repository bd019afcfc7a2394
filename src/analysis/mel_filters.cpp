#include "analysis/mel_filters.h"

#include <algorithm>
#include <cmath>

namespace attacca::analysis {
namespace {

constexpr double kHzPerMel = 200.0 / 3.0;
constexpr double kLinearUpToHz = 1000.0;
constexpr double kLinearUpToMel = kLinearUpToHz / kHzPerMel;
const double kLogStep = std::log(6.4) / 27.0;

}  // namespace

double mel_from_hz(double frequency_hz) noexcept {
    if (frequency_hz < kLinearUpToHz) return frequency_hz / kHzPerMel;
    return kLinearUpToMel + std::log(frequency_hz / kLinearUpToHz) / kLogStep;
}

double hz_from_mel(double mel) noexcept {
    if (mel < kLinearUpToMel) return mel * kHzPerMel;
    return kLinearUpToHz * std::exp(kLogStep * (mel - kLinearUpToMel));
}

std::vector<kernels::MelFilter> mel_filters(const MelFilterSpec& spec) {
    const double lowest = mel_from_hz(spec.lowest_hz);
    const double step = (mel_from_hz(spec.highest_hz) - lowest) / static_cast<double>(spec.bins + 1);
    const double bin_hz = spec.sample_rate / static_cast<double>(spec.fft_length);
    std::vector<kernels::MelFilter> filters(spec.bins);
    for (std::size_t i = 0; i < spec.bins; ++i) {
        const double from_hz = hz_from_mel(lowest + step * static_cast<double>(i));
        const double center_hz = hz_from_mel(lowest + step * static_cast<double>(i + 1));
        const double to_hz = hz_from_mel(lowest + step * static_cast<double>(i + 2));
        const double height = 2.0 / (to_hz - from_hz);
        for (std::size_t bin = 0; bin <= spec.fft_length / 2; ++bin) {
            const double hz = static_cast<double>(bin) * bin_hz;
            const double slope = std::min((hz - from_hz) / (center_hz - from_hz), (to_hz - hz) / (to_hz - center_hz));
            if (slope <= 0.0) continue;
            if (filters[i].weights.empty()) filters[i].first_bin = bin;
            filters[i].weights.push_back(static_cast<float>(height * slope));
        }
    }
    return filters;
}

}  // namespace attacca::analysis
