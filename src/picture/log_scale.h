// Frequencies along an edge, spread by their logarithm.
#pragma once

#include <array>
#include <cmath>

namespace attacca::picture {

/// The frequencies that axes name.
inline constexpr std::array kNamedFrequencies_hz{20.0,   50.0,   100.0,  200.0,   500.0,
                                                 1000.0, 2000.0, 5000.0, 10000.0, 20000.0};

/// From the lowest frequency at `begin` to the highest at `begin + length`. Requires 0 < lowest_hz < highest_hz.
struct LogScale {
    double lowest_hz = 20.0;
    double highest_hz = 20000.0;
    double begin = 0.0;
    double length = 1.0;

    [[nodiscard]] double place(double frequency_hz) const noexcept {
        return begin + length * std::log(frequency_hz / lowest_hz) / std::log(highest_hz / lowest_hz);
    }
    [[nodiscard]] double frequency_at(double place) const noexcept {
        return lowest_hz * std::pow(highest_hz / lowest_hz, (place - begin) / length);
    }
    [[nodiscard]] bool holds(double frequency_hz) const noexcept {
        return frequency_hz >= 0.999 * lowest_hz && frequency_hz <= 1.001 * highest_hz;
    }
};

}  // namespace attacca::picture
