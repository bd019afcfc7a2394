// Second-order sections in series, run as one skewed pipeline over bands and channels.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace attacca::kernels {

inline constexpr std::size_t kMaxCascadeBands = 32;
inline constexpr std::size_t kMaxCascadeChannels = 8;

/// One section in state-space form:  s ← s + A·s + B·x,  y = C·s + D·x.
///
/// A is what a step adds, not the whole transition: at 20 Hz the transition is nearly 1, and its distance from 1 is
/// what sets frequency and damping. Where ‖I + A‖ ≤ 1 for two sections, it holds for every mixture of them.
struct BandMatrix {
    float a11 = 0, a12 = 0, a21 = 0, a22 = 0;
    float b1 = 0, b2 = 0;
    float c1 = 0, c2 = 0;
    float d = 1;

    friend bool operator==(const BandMatrix&, const BandMatrix&) = default;
};

/// Coefficients and signal memory of a cascade, laid out for the SIMD path that was chosen when `lay_out` ran.
///
/// Threads    One at a time.
/// Real time  All; 45 kB of storage inside the object, none outside.
/// Accuracy   In one block or many, the output is the same within rounding. Nothing is delayed.
class BandCascade {
public:
    /// Makes room for this many bands and channels, and keeps what the bands that stay remember; the coefficients
    /// must be set again. Requires at most kMaxCascadeBands and kMaxCascadeChannels.
    void lay_out(std::size_t bands, std::size_t channels) noexcept;

    /// Requires one matrix for each band laid out.
    void set(std::span<const BandMatrix> bands) noexcept;

    /// Filters interleaved frames in place with the matrices last set.
    void process(float* interleaved, std::size_t frames) noexcept;

    /// Filters while the matrices move: frame i has bands + (i + 1)·steps. The matrices last set stay.
    void process_moving(std::span<const BandMatrix> bands, std::span<const BandMatrix> steps, float* interleaved,
                        std::size_t frames) noexcept;

    /// Forgets the signal.
    void clear() noexcept;

    /// Clears the memory that NaN or infinity has reached, where it would stay; the rest goes on. Returns whether
    /// there was any.
    bool recover() noexcept;

    std::size_t bands() const noexcept { return bands_; }
    std::size_t channels() const noexcept { return channels_; }

    /// A run through the samples: as many bands of up to four channels as one vector holds.
    struct Pass {
        std::size_t lanes = 0;  // Of one vector, or of two in series.
        std::size_t vector_lanes = 0;
        std::size_t channels = 0;  // 1, 2 or 4.
        std::size_t first_channel = 0;
        std::size_t first_band = 0;
        std::size_t bands = 0;       // The vector may hold more: they let the signal through.
        std::size_t first_lane = 0;  // In the arrays of lanes below.

        // Where a band's first channel lies; bands of this pass count from 0.
        std::size_t lane(std::size_t band) const noexcept;
    };

private:
    static constexpr std::size_t kRows = 18;  // Of coefficients: see the .cpp.
    static constexpr std::size_t kSteps = 9;  // The first rows, which move.
    static constexpr std::size_t kMaxLanes = 320;
    static constexpr std::size_t kMaxPassLanes = 32;
    static constexpr std::size_t kMaxPasses = 256;

    template <class Visit>
    void each_place(Visit visit) noexcept;
    void fill(const Pass& pass, std::span<const BandMatrix> bands, float* rows, std::size_t row_count,
              const BandMatrix& empty) noexcept;

    alignas(64) std::array<float, kRows * kMaxLanes> rows_{};
    alignas(64) std::array<float, 2 * kMaxLanes> memory_{};
    std::array<Pass, kMaxPasses> passes_{};
    std::size_t pass_count_ = 0;
    std::size_t lane_count_ = 0;
    std::size_t bands_ = 0;
    std::size_t channels_ = 0;
};

}  // namespace attacca::kernels
