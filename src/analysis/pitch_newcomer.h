// A second pitch that begins beside the first, or has just taken over from it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "attacca/base/aligned_buffer.h"
#include "attacca/base/result.h"
#include "pitch_window.h"

namespace attacca::analysis {

/// While one note rings and the next begins, the autocorrelation of both has peaks between the two or below. Less the
/// period of the one that rings, it has those of the other.
///
/// Real time  Everything but `create`.
class PitchNewcomer {
public:
    [[nodiscard]] static Result<PitchNewcomer> create(const PitchWindowSpec& spec);

    /// Every 10 ms, with the pitch that sounds as far as is known, or 0. What was found is valid until the next call.
    /// Requires sound kReach_s around `middle`.
    std::span<const PitchCandidate> hear(double current_hz, const float* middle) noexcept;

    void reset() noexcept;

    /// How much sound around the moment is looked at: of the lowest pitch there is.
    static constexpr double kReach_s = 0.1;

private:
    PitchNewcomer(const PitchWindowSpec& spec, PitchWindow window);
    [[nodiscard]] double note_before(double current_hz) const noexcept;
    std::span<const PitchCandidate> beside(double hz, const float* middle) noexcept;

    double sample_rate_;
    PitchWindow window_;
    AlignedBuffer<float> residue_;
    std::array<double, 16> pitches_hz_{};  ///< Of the newest moments.
    std::uint64_t heard_ = 0;
    std::array<PitchCandidate, 6> found_{};
};

}  // namespace attacca::analysis
