// How tests measure a true peak: slowly, in double precision, at sixteen instants a frame.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

namespace attacca::dsp {

/// A Blackman-windowed sinc of 128 frames: flat within 0.01 dB up to 0.48 of the sample rate.
/// Silence is assumed around the signal.
inline double reference_true_peak(std::span<const float> signal) {
    constexpr int kReachFrames = 64;
    constexpr int kInstants = 16;
    std::array<std::array<double, 2 * kReachFrames>, kInstants> taps{};
    for (int instant = 0; instant < kInstants; ++instant) {
        for (int k = 0; k < 2 * kReachFrames; ++k) {
            const double t = static_cast<double>(instant) / kInstants + kReachFrames - 1 - k;
            const double angle = std::numbers::pi * t;
            const double edge = angle / kReachFrames;
            const double window = 0.42 + 0.5 * std::cos(edge) + 0.08 * std::cos(2.0 * edge);
            taps[instant][k] = (t == 0.0 ? 1.0 : std::sin(angle) / angle) * window;
        }
    }
    std::vector<double> padded(signal.size() + 4 * kReachFrames);
    std::copy(signal.begin(), signal.end(), padded.begin() + 2 * kReachFrames);
    double peak = 0.0;
    for (std::size_t i = 0; i + 2 * kReachFrames <= padded.size(); ++i) {
        for (const auto& phase : taps) {
            double value = 0.0;
            for (int k = 0; k < 2 * kReachFrames; ++k) value += phase[k] * padded[i + k];
            peak = std::max(peak, std::abs(value));
        }
    }
    return peak;
}

}  // namespace attacca::dsp
