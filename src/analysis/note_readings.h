// Reads off a NoteSpectrum how far each pitch is from its tempered place, and how loud it is.
#pragma once

#include <span>

#include "analysis/note_dictionary.h"
#include "analysis/note_tracker.h"

namespace attacca::analysis {

/// Cents by the parabola through the fundamental's peak, or the octave's where that is clearer.
[[nodiscard]] PitchReading read_pitch(std::span<const float, kPitchBins> powers, std::size_t pitch) noexcept;

/// Whether a pitch that is `cents` off at this A4 lies on 50 or 60 Hz, where mains hum does and no tempered note at 440
/// Hz.
[[nodiscard]] bool is_on_mains(std::size_t pitch, float cents, double a4_hz) noexcept;

/// Follows the tuning of what sounds.
class TuningEstimate {
public:
    /// A pitch that is `cents` off, and its share of what sounds.
    void add(float cents, float weight) noexcept;
    /// Once it is sure: how far A4 is off in cents, 0 as long as that is little; then the estimate begins anew.
    [[nodiscard]] float take_correction() noexcept;
    void reset() noexcept { *this = {}; }

private:
    float cosine_ = 0.0F, sine_ = 0.0F, weight_ = 0.0F;
};

}  // namespace attacca::analysis
