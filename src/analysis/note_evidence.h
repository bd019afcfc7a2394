// What speaks for each pitch being a note that sounds, hop by hop.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "analysis/note_activations.h"

namespace attacca::analysis {

inline constexpr std::size_t kClues = 25;
using Clues = std::array<float, kClues>;

/// Real time  Everything but construction: no allocation.
class NoteEvidence {
public:
    void update(std::span<const float, kPitchBins> spectrum, const NoteActivations& activations,
                std::span<const float, kFlashBins> flash) noexcept;
    void reset() noexcept;

    /// The logarithm of the odds that the pitch sounds.
    [[nodiscard]] std::span<const float, kPitches> odds() const noexcept { return odds_; }
    /// How much its harmonics rise, 0 to 1: over the last 20 ms, in the flash.
    [[nodiscard]] std::span<const float, kPitches> rises() const noexcept { return rises_; }
    /// What the odds were made of; `considered` says for which pitches they are of this hop.
    [[nodiscard]] const Clues& clues(std::size_t pitch) const noexcept { return clues_[pitch]; }
    [[nodiscard]] bool considered(std::size_t pitch) const noexcept { return considered_[pitch]; }

private:
    static constexpr std::size_t kFlashes = 3;

    void measure_rises(std::span<const float, kFlashBins> flash) noexcept;
    void gather(std::size_t pitch, std::span<const float, kPitchBins> spectrum,
                const NoteActivations& activations) noexcept;

    std::array<std::array<float, kFlashBins>, kFlashes> flashes_{};  ///< Logarithms, newest first.
    float loudest_flash_ = 0.0F;
    std::array<float, kPitches> rises_{}, recent_rises_{}, odds_{};
    std::array<Clues, kPitches> clues_{};
    std::array<bool, kPitches> considered_{};
    std::array<std::array<float, kPitches>, 8> past_{};  ///< Activations of the last hops, newest first.
    float strongest_ = 0.0F;
    float misfit_ = 0.0F;
};

}  // namespace attacca::analysis
