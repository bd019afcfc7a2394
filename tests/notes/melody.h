// For tests: notes whose pitches and times are known.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace attacca::tests {

inline constexpr std::size_t kRate = 48000;
inline constexpr std::array kMelody{60, 64, 67, 72};

/// A quarter of a second of silence, then four plucked notes, the last two over the one before.
inline std::vector<float> melody() {
    std::vector<float> samples(kRate / 4 + kMelody.size() * kRate / 2 + kRate / 2);
    for (std::size_t n = 0; n < kMelody.size(); ++n) {
        const double hz = 440.0 * std::exp2((kMelody[n] - 69) / 12.0);
        const std::size_t begin = kRate / 4 + n * kRate / 2;
        const std::size_t end = std::min(samples.size(), begin + (n < 2 ? kRate / 2 : kRate));
        for (std::size_t i = begin; i < end; ++i) {
            const double time = static_cast<double>(i - begin) / kRate;
            const double level = 0.15 * std::exp(-3.0 * time) * std::min(1.0, time / 0.005);
            for (int k = 1; k <= 5; ++k) {
                samples[i] += static_cast<float>(level / k * std::sin(2.0 * std::numbers::pi * hz * k * time));
            }
        }
    }
    return samples;
}

}  // namespace attacca::tests
