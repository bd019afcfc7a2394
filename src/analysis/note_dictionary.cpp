#include "analysis/note_dictionary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace attacca::analysis {
namespace {

constexpr int kHarmonics = 16;
constexpr float kSilentPower = 1e-7F;
constexpr std::size_t kHalfOctave = 18;
constexpr float kLeastMean = 0.03F;

/// The amplitude of harmonic h in each shape.
double amplitude(std::size_t shape, int h) {
    switch (shape) {
        case 0:
            return std::pow(h, -0.5);  // Bowed, brass.
        case 1:
            return std::pow(h, -1.4);  // Strings, voices.
        case 2:
            return (h % 2 == 1 ? 1.0 : 0.1) / h;  // Closed pipes.
        case 3:
            return (h == 1 ? 0.1 : 1.0) * std::pow(h, -0.9);  // The fundamental nearly missing.
        default:
            return h == 1 ? 1.0 : 0.05 / h;  // Soft, high, nearly a sine; tuned bars.
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
    kernels::compress_powers(powers.data(), kPitchBins, 0.35F, spectrum.data());
    std::array<float, kPitchBins + 1> sums;
    sums[0] = 0.0F;
    for (std::size_t k = 0; k < kPitchBins; ++k) {
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

NoteDictionary::NoteDictionary(const NoteSpectrum& spectrum)
    : values_(kRows * kPitchBins), first_(kRows), last_(kRows) {
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
            alignas(64) PitchSpectrum powers{}, row;
            for (int h = 1; h <= kHarmonics; ++h) {
                const double a = 0.1 * amplitude(shape, h);
                for (std::size_t k = 0; k < kPitchBins; ++k) {
                    powers[k] += static_cast<float>(a * a) * harmonics[static_cast<std::size_t>(h - 1)][k];
                }
            }
            whiten(powers, row);
            set_row(pitch * kShapes + shape, row);
        }
    }
    for (std::size_t i = 0; i < kNoiseRows; ++i) {
        PitchSpectrum row;
        const double width = static_cast<double>(kPitchBins) / (kNoiseRows - 1);
        for (std::size_t k = 0; k < kPitchBins; ++k) {
            const double away = std::abs(static_cast<double>(k) - width * static_cast<double>(i)) / width;
            row[k] = away < 1.0 ? static_cast<float>(0.5 + 0.5 * std::cos(std::numbers::pi * away)) : 0.0F;
        }
        set_row(kPitches * kShapes + i, row);
    }
}

/// Scaled to a sum of 1; what is below a hundredth of its highest value is left out.
void NoteDictionary::set_row(std::size_t r, PitchSpectrum& row) {
    constexpr std::size_t kGranule = kernels::kRowGranule;
    const float highest = *std::ranges::max_element(row);
    float sum = 0.0F;
    for (float& value : row) sum += value = value < 0.01F * highest ? 0.0F : value;
    std::size_t first = 0, last = kPitchBins;
    while (first + 1 < kPitchBins && row[first] == 0.0F) ++first;
    while (last > first + 1 && row[last - 1] == 0.0F) --last;
    first_[r] = static_cast<std::uint32_t>(first / kGranule * kGranule);
    last_[r] = static_cast<std::uint32_t>((last + kGranule - 1) / kGranule * kGranule);
    for (std::size_t k = 0; k < kPitchBins; ++k) {
        values_.data()[r * kPitchBins + k] = kernels::to_row_value(row[k] / std::max(sum, 1e-9F));
    }
}

}  // namespace attacca::analysis
