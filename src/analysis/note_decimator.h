// Brings any sample rate down by halves to where notes are looked for.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "attacca/base/aligned_buffer.h"

namespace attacca::analysis {

/// Half the rate: flat to 0.15 dB up to 0.41 of the rate that comes out; what would fold back below 0.35 of it is 55 dB
/// down. 24 samples late.
class HalfRate {
public:
    HalfRate();

    /// Returns what comes out of these samples, valid until the next call. Requires kLongest samples at most.
    std::span<const float> process(std::span<const float> samples) noexcept;
    void reset() noexcept;

    static constexpr std::size_t kLongest = 512;

private:
    static constexpr std::size_t kArm = 12;  ///< Coefficients to each side; every other one is zero.
    static constexpr std::size_t kHistory = 2 * kArm - 1;

    std::array<float, kArm> arm_{};
    AlignedBuffer<float> evens_, odds_, out_;
    std::size_t come_ = 0;  ///< Samples since the history's end.
};

/// Halves the rate as long as it stays at 16 kHz or more: what comes out lies from 16 to 32 kHz, or is the input.
class NoteDecimator {
public:
    explicit NoteDecimator(double sample_rate);

    /// As HalfRate's.
    std::span<const float> process(std::span<const float> samples) noexcept;
    void reset() noexcept;

    [[nodiscard]] std::size_t factor() const noexcept { return std::size_t{1} << stages_.size(); }

private:
    std::vector<HalfRate> stages_;
};

}  // namespace attacca::analysis
