// Tells the hum of the mains from notes.
#pragma once

#include <array>
#include <cstddef>

namespace attacca::analysis {

/// Hum has a frequency that few notes have (50 Hz lies 35 cents above G1, 60 Hz between two notes), is quiet, and
/// stands still where a note swells and fades. Only what is all three is called hum.
///
/// Real time  All.
class HumGuard {
public:
    /// Of the sound, every ten milliseconds, in dBFS.
    void hear(double level_db) noexcept;

    /// Whether a pitch at the newest level is hum.
    [[nodiscard]] bool is_hum(double hz) const noexcept;

private:
    std::array<double, 15> levels_db_{};
    std::size_t heard_ = 0;
    double loudest_db_ = -200.0;  ///< Of the last seconds: falls slowly.
};

}  // namespace attacca::analysis
