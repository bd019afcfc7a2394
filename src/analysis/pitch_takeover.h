// When a new pitch begins: earlier than it is the likelier one.
#pragma once

#include <cstddef>
#include <span>

#include "pitch_path.h"

namespace attacca::analysis {

/// A note fades in while the one before, or its echo, still sounds louder. In one voice the newer is what is played: it
/// begins where the period before ceases to explain the sound, or out of silence where its own begins to.
///
/// Real time  All.
class PitchTakeover {
public:
    explicit PitchTakeover(double sample_rate) noexcept : sample_rate_(sample_rate) {}

    /// `way` is the moment to decide and, as they look now, those after it, 10 ms apart. Requires sound kReach_s
    /// before `middle`, where the first moment is, and as much after where the last is.
    PathPoint decide(std::span<const PathPoint> way, const float* middle) noexcept;

    void reset() noexcept { *this = PitchTakeover(sample_rate_); }

    static constexpr double kReach_s = 0.075;  ///< Of the lowest pitch there is.

private:
    [[nodiscard]] PathPoint decided(std::span<const PathPoint> way, const float* middle) const noexcept;
    [[nodiscard]] bool has_begun(double old_hz, double new_hz, std::size_t change, const float* middle) const noexcept;
    [[nodiscard]] double level_db(double old_hz, double new_hz, const float* middle) const noexcept;

    double sample_rate_;
    double last_hz_ = 0.0;           ///< The newest pitch,
    std::size_t silent_for_ = 1000;  ///< and for how many moments nothing has sounded since.
};

}  // namespace attacca::analysis
