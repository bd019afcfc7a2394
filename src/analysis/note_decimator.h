// Brings any sample rate down by halves to where notes are looked for.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace attacca::analysis {

/// Halves the rate as long as it stays at 16 kHz or more: what comes out lies from 16 to 32 kHz, or is the input.
///
/// Accuracy   Flat to 0.15 dB up to 0.41 of the rate that comes out; what would fold back below 0.35 of it is 55 dB
/// down.
class NoteDecimator {
public:
    explicit NoteDecimator(double sample_rate);

    /// Returns whether `sample` now holds the next one that comes out.
    bool push(float& sample) noexcept;
    void reset() noexcept;

    [[nodiscard]] std::size_t factor() const noexcept { return std::size_t{1} << stages_.size(); }

private:
    static constexpr std::size_t kArm = 12;  ///< Coefficients to each side; every other one is zero.
    static constexpr std::size_t kLength = 4 * kArm - 1;
    static constexpr std::size_t kHistory = 4 * kLength;

    struct Stage {
        bool push(float& sample, const std::array<float, kArm>& arm) noexcept;
        std::array<float, kHistory> history{};
        std::size_t filled = kLength - 1;
        bool odd = false;
    };
    std::array<float, kArm> arm_{};
    std::vector<Stage> stages_;
};

}  // namespace attacca::analysis
