#include "pitch_residue.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attacca::analysis {
namespace {

constexpr std::size_t kSums = 8;  // Side by side, so that they fill a vector.

/// Samples at a distance that may be a fraction.
struct Shifted {
    Shifted(const float* from, double distance)
        : samples(from + static_cast<std::ptrdiff_t>(std::floor(distance))),
          share(static_cast<float>(distance - std::floor(distance))) {}
    float operator[](std::size_t i) const noexcept { return samples[i] + share * (samples[i + 1] - samples[i]); }

    const float* samples;
    float share;
};

}  // namespace

PeriodMatch match_period(const float* middle, double period, std::size_t frames) noexcept {
    const float* here = middle - frames / 2;
    const Shifted there(here, period);
    std::array<float, kSums> totals{}, powers{}, differences{};
    for (std::size_t first = 0; first + kSums <= frames; first += kSums) {
        for (std::size_t i = 0; i < kSums; ++i) {
            const float a = here[first + i], b = there[first + i];
            totals[i] += a + b;
            powers[i] += a * a + b * b;
            differences[i] += (a - b) * (a - b);
        }
    }
    double total = 0.0, power = 0.0, difference = 0.0;
    for (std::size_t i = 0; i < kSums; ++i) {
        total += static_cast<double>(totals[i]);
        power += static_cast<double>(powers[i]);
        difference += static_cast<double>(differences[i]);
    }
    const double scale = 1.0 / static_cast<double>(std::max(frames / kSums * kSums, kSums));
    const double mean = 0.5 * scale * total;
    return {.power = std::max(0.5 * scale * power - mean * mean, 0.0), .difference = scale * difference};
}

void subtract_period(const float* middle, double period, std::span<float> residue) noexcept {
    const float* here = middle - residue.size() / 2;
    const Shifted before(here, -period);
    for (std::size_t i = 0; i < residue.size(); ++i) residue[i] = here[i] - before[i];
}

}  // namespace attacca::analysis
