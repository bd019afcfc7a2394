// What speaks for each pitch being a note that sounds, hop by hop.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "analysis/note_activations.h"

namespace attacca::analysis {

inline constexpr std::size_t kClues = 96;
using Clues = std::array<float, kClues>;

/// Gathers clues for each pitch that may sound: how much of the spectrum it explains, now and in the last 200 ms, what
/// stands at its harmonics and between them, what its relatives explain, and where its harmonics rise. What they mean
/// is for a NoteNetwork to say.
///
/// Real time  Everything but construction: no allocation.
class NoteEvidence {
public:
    NoteEvidence() { reset(); }
    void update(std::span<const float, kPitchBins> spectrum, const NoteActivations& activations,
                std::span<const float, kFlashBins> flash, float power) noexcept;
    void reset() noexcept;

    /// Of the pitches that NoteActivations tried, those that may sound.
    [[nodiscard]] std::span<const std::size_t> considered() const noexcept { return {considered_.data(), count_}; }
    /// Of the considered pitches, one after another.
    [[nodiscard]] std::span<const Clues> clues() const noexcept { return {clues_.data(), count_}; }

private:
    static constexpr std::size_t kMemory = 20;
    using OfPitches = std::array<float, kPitches>;

    [[nodiscard]] bool worth_considering(std::size_t pitch) const noexcept;
    void measure_rises(std::span<const float, kFlashBins> flash) noexcept;
    void gather(std::size_t pitch, std::span<const float, kPitchBins> spectrum, const NoteActivations& activations,
                Clues& clues) const noexcept;
    [[nodiscard]] std::size_t ago(std::size_t hops) const noexcept { return (hop_ - hops) % kMemory; }

    std::size_t hop_ = kMemory;
    std::array<std::array<float, kFlashBins>, kMemory> flashes_{};  ///< Logarithms; by hop, modulo, as the next five.
    std::array<OfPitches, kMemory> rises_{};                        ///< 0 to 1: of the harmonics over 20 ms.
    std::array<PitchSpectrum, kMemory> spectra_{};  ///< Of each bin the highest of it and its neighbors.
    std::array<OfPitches, kMemory> shares_{};       ///< Logarithms of activations by the total.
    std::array<float, kMemory> highest_rises_{};
    std::array<float, kMemory> levels_{};
    float loudest_flash_ = 0.0F, loudest_flash_log_ = 0.0F;
    float loudest_ = 0.0F;
    float misfit_ = 0.0F;
    float top_ = 0.0F;
    std::array<std::size_t, kPitches> considered_{};
    std::array<Clues, kPitches> clues_{};
    std::size_t count_ = 0;
};

}  // namespace attacca::analysis
