#include "kernels/true_peak_taps.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace attacca::kernels {
namespace {

constexpr std::size_t kReach = kTruePeakReach;

/// The Kaiser window's parameter: a lower one brings the pass band nearer to half the sample rate, where white noise
/// hides peaks, at the price of ripple; at 4 that is still below 0.1 dB.
constexpr double kBeta = 4.0;

/// The modified Bessel function of order 0 by its power series: not every C++ library has std::cyl_bessel_i.
double bessel_i0(double x) {
    double sum = 1.0;
    double term = 1.0;
    for (double k = 1.0; term > 1e-17 * sum; ++k) {
        term *= x * x / (4.0 * k * k);
        sum += term;
    }
    return sum;
}

double windowed_sinc(double t) {
    const double edge = t / static_cast<double>(kReach);
    if (std::abs(edge) >= 1.0) return 0.0;
    const double angle = std::numbers::pi * t;
    const double sinc = angle == 0.0 ? 1.0 : std::sin(angle) / angle;
    return sinc * bessel_i0(kBeta * std::sqrt(1.0 - edge * edge)) / bessel_i0(kBeta);
}

/// The weights of x[n−63] … x[n+64] for the instant n + t; they add up to one.
std::array<double, 2 * kReach> weights_at(double t) {
    std::array<double, 2 * kReach> weights{};
    double sum = 0.0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        weights[k] = windowed_sinc(t + static_cast<double>(kReach - 1) - static_cast<double>(k));
        sum += weights[k];
    }
    for (double& weight : weights) weight /= sum;
    return weights;
}

void widen_bound(TruePeakTaps& taps, std::array<double, 2 * kReach> weights, double t) {
    weights[kReach - 1] -= 1.0 - t;  // What is left once linear interpolation is taken out
    weights[kReach] -= t;            // has no answer to a constant,
    double first = 0.0;
    double second = 0.0;
    double sum = 0.0;
    for (const double weight : weights) {  // so summing it twice gives its weights on the second difference,
        first += weight;
        second += first;
        sum += std::abs(second);
    }
    const double slope_residue = std::abs(second);  // but for what it answers to a ramp.
    taps.curvature_factor = std::max(taps.curvature_factor, sum);
    taps.peak_factor = std::max(taps.peak_factor, 1.0 + 2.0 * slope_residue);
}

TruePeakTaps design() {
    TruePeakTaps taps;
    for (std::size_t phase = 1; phase <= 4; ++phase) {
        const double t = static_cast<double>(phase) / 8.0;
        const auto weights = weights_at(t);
        widen_bound(taps, weights, t);
        for (std::size_t j = 0; j < kReach; ++j) {
            const double before = weights[kReach - 1 - j];
            const double after = weights[kReach + j];
            auto& row = taps.rows[j];
            row[2 * (phase - 1)] = static_cast<float>((before + after) / 2.0);
            if (phase < 4) row[2 * (phase - 1) + 1] = static_cast<float>((before - after) / 2.0);
        }
    }
    return taps;
}

}  // namespace

const TruePeakTaps& true_peak_taps() {
    static const TruePeakTaps taps = design();
    return taps;
}

}  // namespace attacca::kernels
