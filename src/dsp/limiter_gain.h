// The limiter's gain computer: from required attenuation to a smooth one that is there in time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace attacca::dsp {

/// Turns the attenuation that each frame requires into the gain of the frame `lookahead_frames` before it: a sliding
/// maximum over the look-ahead and a hold, an exponential release, then three moving averages that are together as
/// long as the look-ahead. Every attenuation under the average covers the frame's requirement, and so does their mean.
///
/// Attenuation is counted in whole steps of 2^-20 octaves: running sums of integers never drift, so a gain that is
/// not needed is exactly one.
///
/// Real time  Everything but construction; `next` takes constant time on average, one step for each frame looked over at worst.
class LimiterGain {
public:
    static constexpr double kStepsPerOctave = 1 << 20;

    struct Spec {
        double sample_rate = 48000.0;
        std::size_t lookahead_frames = 96;  ///< At least 4.
        std::size_t hold_frames = 480;  ///< How long the gain waits before it returns.
        double release_ms = 80.0;
    };
    explicit LimiterGain(const Spec& spec);

    /// Takes one frame's requirement; returns the sum that stands for the attenuation of the delayed frame.
    [[nodiscard]] std::int64_t next(std::int32_t required) noexcept;
    /// The gain, at most 1, that a sum stands for.
    [[nodiscard]] float gain(std::int64_t sum) const noexcept;

    /// Nothing to attenuate now or until a new requirement comes.
    [[nodiscard]] bool idle() const noexcept { return quiet_frames_ >= settled_frames_; }
    void reset() noexcept;

private:
    [[nodiscard]] std::int32_t sliding_maximum(std::int32_t required) noexcept;

    struct MovingSum {
        std::vector<std::int64_t> values;
        std::size_t place = 0;
        std::int64_t sum = 0;
        std::int64_t next(std::int64_t value) noexcept;
    };

    /// The rivals for the maximum, strongest and oldest first: each is weaker and younger than the one before.
    struct Candidate {
        std::int32_t value = 0;
        std::uint64_t frame = 0;
    };
    std::vector<Candidate> candidates_;
    std::size_t first_ = 0;
    std::size_t count_ = 0;

    std::array<MovingSum, 3> averages_;
    std::size_t window_frames_;  ///< What the maximum looks back over.
    std::size_t settled_frames_;
    double octaves_per_sum_;
    std::int64_t release_share_;  ///< Of the attenuation, in 2^-32, given back each frame.
    std::int32_t release_floor_;  ///< At least so many steps, so that the return ends.
    std::int32_t held_ = 0;
    std::uint64_t frame_ = 0;
    std::size_t quiet_frames_;
};

}  // namespace attacca::dsp
