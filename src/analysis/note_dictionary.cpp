#include "analysis/note_dictionary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace attacca::analysis {
namespace {

constexpr int kHarmonics = 20;
constexpr float kSilentPower = 1e-7F;
constexpr std::size_t kHalfOctave = 18;
constexpr float kLeastMean = 0.03F;

/// The amplitude of harmonic h in each shape.
double amplitude(std::size_t shape, int h) {
    switch (shape) {
        case 0:
            return std::pow(h, -0.4);  // Bowed, brass.
        case 1:
            return std::pow(h, -1.2);  // Strings, voices.
        case 2:
            return std::pow(h, -2.5);  // Soft, high.
        case 3:
            return (h % 2 == 1 ? 1.0 : 0.1) / h;  // Closed pipes.
        case 4:
            return (h == 1 ? 0.1 : 1.0) * std::pow(h, -0.9);  // The fundamental nearly missing.
        case 5:
            return h == 1 ? 1.0 : 0.05 / h;  // Nearly a sine.
        case 6:
            return h == 1 ? 1.0 : h == 4 ? 0.25 : h == 10 ? 0.1 : 0.003;  // Tuned bars.
        default:
            return h <= 5 ? 0.3 + 0.7 * std::sin(h * 0.6) : 0.8 * std::pow(h / 5.0, -1.5);  // A low formant.
    }
}

}  // namespace

void whiten(std::span<const float, kPitchBins> powers, std::span<float, kPitchBins> spectrum) noexcept {
    float loudest = 0.0F;
    for (const float power : powers) loudest = std::max(loudest, power);
    if (loudest < kSilentPower) {
        std::ranges::fill(spectrum, 0.0F);
        return;
    }
    std::array<float, kPitchBins + 1> sums;
    sums[0] = 0.0F;
    for (std::size_t k = 0; k < kPitchBins; ++k) {
        spectrum[k] = std::pow(powers[k], 0.35F);
        sums[k + 1] = sums[k] + spectrum[k];
    }
    PitchSpectrum means;
    float highest = 0.0F;
    for (std::size_t k = 0; k < kPitchBins; ++k) {
        const std::size_t first = k < kHalfOctave ? 0 : k - kHalfOctave;
        const std::size_t last = std::min(kPitchBins, k + kHalfOctave + 1);
        means[k] = (sums[last] - sums[first]) / static_cast<float>(2 * kHalfOctave + 1);
        highest = std::max(highest, means[k]);
    }
    for (std::size_t k = 0; k < kPitchBins; ++k) spectrum[k] *= std::sqrt(highest / (means[k] + kLeastMean * highest));
}

NoteDictionary::NoteDictionary(const NoteSpectrum& spectrum) : values_(kRows * kPitchBins), first_(kRows) {
    for (std::size_t pitch = 0; pitch < kPitches; ++pitch) {
        const double midi = kLowestMidi + static_cast<double>(pitch);
        const double hz = 440.0 * std::exp2((midi - 69.0) / 12.0);
        const double stiffness = 1e-4 * std::exp2((midi - 60.0) / 14.0);
        std::array<PitchSpectrum, kHarmonics> harmonics{};
        for (int h = 1; h <= kHarmonics; ++h) {
            spectrum.add_sine(hz * h * std::sqrt(1.0 + stiffness * h * h), 1.0,
                              harmonics[static_cast<std::size_t>(h - 1)]);
        }
        for (std::size_t shape = 0; shape < kShapes; ++shape) {
            PitchSpectrum powers{};
            for (int h = 1; h <= kHarmonics; ++h) {
                const double a = 0.1 * amplitude(shape, h);
                for (std::size_t k = 0; k < kPitchBins; ++k) {
                    powers[k] += static_cast<float>(a * a) * harmonics[static_cast<std::size_t>(h - 1)][k];
                }
            }
            float* row = values_.data() + (pitch * kShapes + shape) * kPitchBins;
            whiten(powers, std::span<float, kPitchBins>{row, kPitchBins});
        }
    }
    for (std::size_t i = 0; i < kNoiseRows; ++i) {
        float* row = values_.data() + (kPitches * kShapes + i) * kPitchBins;
        const double width = static_cast<double>(kPitchBins) / (kNoiseRows - 1);
        for (std::size_t k = 0; k < kPitchBins; ++k) {
            const double away = std::abs(static_cast<double>(k) - width * static_cast<double>(i)) / width;
            row[k] = away < 1.0 ? static_cast<float>(0.5 + 0.5 * std::cos(std::numbers::pi * away)) : 0.0F;
        }
    }
    for (std::size_t r = 0; r < kRows; ++r) {
        float* row = values_.data() + r * kPitchBins;
        float sum = 0.0F, highest = 0.0F;
        for (std::size_t k = 0; k < kPitchBins; ++k) highest = std::max(highest, row[k]);
        for (std::size_t k = 0; k < kPitchBins; ++k) sum += row[k] = row[k] < 0.01F * highest ? 0.0F : row[k];
        for (std::size_t k = 0; k < kPitchBins; ++k) row[k] /= std::max(sum, 1e-9F);
        const auto* start = std::find_if(row, row + kPitchBins - 1, [](float value) { return value > 0.0F; });
        const auto place = static_cast<std::size_t>(start - row);
        first_[r] = static_cast<std::uint32_t>(place / kernels::kRowGranule * kernels::kRowGranule);
    }
}

}  // namespace attacca::analysis
