// Takes a whitened spectrum apart into pitches.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "analysis/note_dictionary.h"

namespace attacca::analysis {

/// How much of the spectrum each pitch explains: the nonnegative sum of the dictionary's rows that is nearest by
/// Kullback and Leibler's divergence.
///
/// Real time  `update` and `reset`: no allocation.
/// Source     D. D. Lee, H. S. Seung, "Algorithms for non-negative matrix factorization", 2000.
class NoteActivations {
public:
    explicit NoteActivations(const NoteDictionary& dictionary);

    /// What the last spectrum left is where the search begins.
    void update(std::span<const float, kPitchBins> spectrum) noexcept;
    void reset() noexcept;

    /// The pitches that were tried: those whose harmonics are strong, and those that explained something a hop ago.
    [[nodiscard]] std::span<const std::size_t> tried() const noexcept { return {tried_.data(), tried_count_}; }
    /// In the spectrum's units: they add up to its sum, with what is noise.
    [[nodiscard]] std::span<const float, kPitches> of_pitches() const noexcept { return of_pitches_; }
    [[nodiscard]] float noise() const noexcept { return noise_; }
    [[nodiscard]] float total() const noexcept { return total_; }
    /// The sum of rows that was found.
    [[nodiscard]] std::span<const float, kPitchBins> mix() const noexcept { return mix_; }
    /// The part of it that is one pitch; returns from which bin on it lies, and up to which: multiples of kRowGranule.
    std::pair<std::size_t, std::size_t> part_of(std::size_t pitch, std::span<float, kPitchBins> part) const noexcept;

private:
    void choose(std::span<const float, kPitchBins> spectrum) noexcept;
    void step(std::span<const float, kPitchBins> spectrum) noexcept;

    kernels::SpectralRows rows_;
    std::array<float, kRows> weights_{};
    std::vector<std::uint32_t> chosen_;
    std::array<float, kRows> chosen_weights_{}, products_{};
    alignas(64) PitchSpectrum mix_{}, ratios_{};
    std::array<float, kPitches> of_pitches_{};
    std::array<std::size_t, kPitches> tried_{};
    std::size_t tried_count_ = 0;
    float noise_ = 0.0F;
    float total_ = 0.0F;
};

}  // namespace attacca::analysis
