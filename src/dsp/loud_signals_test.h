// Signals that drive a limiter hardest, for its tests.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <memory>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace attacca::dsp {

struct Signal {
    std::string name;
    std::function<double(double seconds, std::size_t frame)> value;
};

/// All of it up to 24 dB over full scale.
inline std::vector<Signal> loud_signals(double sample_rate) {
    constexpr double kTwoPi = 2.0 * std::numbers::pi;
    std::vector<Signal> signals;
    for (const double hz : {20.0, 997.0, 6000.0, 15000.0, 20000.0, sample_rate / 4, sample_rate / 2.2}) {
        for (const double level : {1.4, 16.0}) {
            signals.push_back(
                {"sine " + std::to_string(hz) + " x " + std::to_string(level),
                 [=](double s, std::size_t) { return level * std::sin(kTwoPi * hz * s + std::numbers::pi / 4); }});
        }
    }
    for (const double hz : {50.0, 441.0, 3001.0}) {
        signals.push_back({"square " + std::to_string(hz),
                           [=](double s, std::size_t) { return std::sin(kTwoPi * hz * s + 0.1) > 0 ? 16.0 : -16.0; }});
    }
    auto random = std::make_shared<std::mt19937>(11);
    auto uniform = std::make_shared<std::uniform_real_distribution<double>>(-1.0, 1.0);
    const auto noise = [=] { return (*uniform)(*random); };
    signals.push_back({"white noise", [=](double, std::size_t) { return 16.0 * noise(); }});
    signals.push_back({"binary noise", [=](double, std::size_t) { return noise() > 0 ? 4.0 : -4.0; }});
    signals.push_back({"bursts", [=](double s, std::size_t frame) {
                           return frame / 997 % 3 == 0 ? 16.0 * std::sin(9000.0 * s) : 0.1 * noise();
                       }});
    signals.push_back({"impulses", [=](double, std::size_t frame) { return frame % 301 == 0 ? -16.0 : 0.0; }});
    signals.push_back({"clipped music", [=](double s, std::size_t) {
                           const double sum = 2 * std::sin(600 * s) + 1.5 * std::sin(9700 * s) + std::sin(41000 * s);
                           return std::clamp(sum, -1.0, 1.0);
                       }});
    return signals;
}

inline std::vector<float> rendered(const Signal& signal, double sample_rate, std::size_t frames) {
    std::vector<float> samples(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        samples[i] = static_cast<float>(signal.value(static_cast<double>(i) / sample_rate, i));
    }
    return samples;
}

}  // namespace attacca::dsp
