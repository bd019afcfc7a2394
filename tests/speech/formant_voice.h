// For tests: what a detector of voices takes for speech, and what it should not.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <vector>

namespace attacca::tests {

/// A resonance of a vocal tract.
class Formant {
public:
    Formant(double frequency_hz, double width_hz, double sample_rate)
        : radius_(std::exp(-std::numbers::pi * width_hz / sample_rate)),
          turn_(2.0 * radius_ * std::cos(2.0 * std::numbers::pi * frequency_hz / sample_rate)) {}

    double process(double in) {
        const double out = (1.0 - radius_) * in + turn_ * last_ - radius_ * radius_ * before_;
        before_ = last_;
        last_ = out;
        return out;
    }

private:
    double radius_, turn_;
    double last_ = 0.0, before_ = 0.0;
};

/// Vowels of a voice whose pitch falls from 130 to 100 Hz, each led by a breath of noise, four a second.
inline std::vector<float> spoken(double seconds, double sample_rate, float loudest = 0.3F) {
    constexpr std::array<std::array<double, 3>, 4> kVowels_hz{
        {{730, 1090, 2440}, {270, 2290, 3010}, {570, 840, 2410}, {530, 1840, 2480}}};
    constexpr double kSyllable_s = 0.25;
    std::mt19937 random(3);
    std::normal_distribution<double> breath(0.0, 0.02);
    std::vector<float> samples(static_cast<std::size_t>(seconds * sample_rate));
    double phase = 0.0;
    for (std::size_t first = 0, syllable = 0; first < samples.size(); ++syllable) {
        const auto end = std::min(samples.size(), first + static_cast<std::size_t>(kSyllable_s * sample_rate));
        std::vector<Formant> tract;
        for (const double hz : kVowels_hz[syllable % kVowels_hz.size()])
            tract.emplace_back(hz, 60.0 + hz / 20.0, sample_rate);
        for (std::size_t i = first; i < end; ++i) {
            const double time = static_cast<double>(i - first) / sample_rate;
            const double sounds = std::clamp(std::min((time - 0.04) / 0.03, (kSyllable_s - time) / 0.05), 0.0, 1.0);
            phase += (130.0 - 30.0 * static_cast<double>(i) / static_cast<double>(samples.size())) / sample_rate;
            const bool pulse = phase >= 1.0;
            if (pulse) phase -= 1.0;
            double sample = sounds * (pulse ? 10.0 : 0.0) + (time < 0.06 ? breath(random) : 0.0);
            for (auto& formant : tract) sample = 3.0 * formant.process(sample);
            samples[i] = static_cast<float>(sample);
        }
        first = end;
    }
    const float highest = std::abs(*std::ranges::max_element(samples, {}, [](float s) { return std::abs(s); }));
    for (float& sample : samples) sample *= loudest / highest;
    return samples;
}

inline std::vector<float> white_noise(double seconds, double sample_rate, float level) {
    std::mt19937 random(4);
    std::normal_distribution<float> values(0.0F, level);
    std::vector<float> samples(static_cast<std::size_t>(seconds * sample_rate));
    for (float& sample : samples) sample = values(random);
    return samples;
}

}  // namespace attacca::tests
