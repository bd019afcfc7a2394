// How each pitch can look in a NoteSpectrum, from the physics of sound alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/note_spectrum.h"
#include "attacca/base/aligned_buffer.h"
#include "attacca/kernels/spectral_rows.h"

namespace attacca::analysis {

inline constexpr int kLowestMidi = 21;
inline constexpr int kHighestMidi = 108;
inline constexpr std::size_t kPitches = kHighestMidi - kLowestMidi + 1;
inline constexpr std::size_t kShapes = 5;      ///< Of each pitch, one row after another.
inline constexpr std::size_t kNoiseRows = 10;  ///< After those of the last pitch.
inline constexpr std::size_t kRows = kPitches * kShapes + kNoiseRows;

/// Brings powers to a scale on which weak partials count: magnitude to the power 0.7, then divided by the square root
/// of its mean over an octave, so that a dull instrument or microphone looks like a bright one.
void whiten(std::span<const float, kPitchBins> powers, std::span<float, kPitchBins> spectrum) noexcept;

class NoteDictionary {
public:
    explicit NoteDictionary(const NoteSpectrum& spectrum);
    /// Every row sums to 1.
    [[nodiscard]] kernels::SpectralRows rows() const noexcept {
        return {values_.data(), kPitchBins, first_.data(), last_.data()};
    }

private:
    void set_row(std::size_t r, PitchSpectrum& row);

    AlignedBuffer<std::uint16_t> values_;
    std::vector<std::uint32_t> first_, last_;
};

}  // namespace attacca::analysis
