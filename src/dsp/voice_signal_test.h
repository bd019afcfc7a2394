// Signals that the tests and benches of what is done to voices share.
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <span>
#include <vector>

#include "attacca/base/decibels.h"

namespace attacca::dsp {

inline std::vector<float> steady_noise(std::size_t count, double rms_db, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal(0.0, gain_from_db(rms_db));
    std::vector<float> samples(count);
    for (float& sample : samples) sample = static_cast<float>(normal(random));
    return samples;
}

/// Four syllables a second of a buzzing 120 Hz; the loud half of each has about this level.
inline std::vector<float> syllables(std::size_t count, double sample_rate, double rms_db) {
    const double amplitude = gain_from_db(rms_db) * std::numbers::sqrt2;
    std::vector<float> samples(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double t = static_cast<double>(i) / sample_rate;
        const double swell = std::max(0.0, std::sin(2.0 * std::numbers::pi * 4.0 * t));
        const double buzz =
            (std::sin(2.0 * std::numbers::pi * 120.0 * t) + 0.5 * std::sin(2.0 * std::numbers::pi * 720.0 * t));
        samples[i] = static_cast<float>(amplitude * std::sqrt(swell) * buzz);
    }
    return samples;
}

inline double rms_db(std::span<const float> samples) {
    double sum = 0.0;
    for (const float sample : samples) sum += static_cast<double>(sample) * sample;
    return 10.0 * std::log10(sum / static_cast<double>(samples.size()));
}

}  // namespace attacca::dsp
