// The likeliest way through the candidates of successive moments, a few moments late.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "pitch_window.h"

namespace attacca::analysis {

/// What a moment turned out to be: hz 0 where nothing sounds.
struct PathPoint {
    double hz = 0.0;
    double periodicity = 0.0;
};

/// A Viterbi search that decides each moment `kLag` moments later. A state is a candidate, or that nothing sounds.
///
/// Real time  All.
class PitchPath {
public:
    static constexpr std::size_t kMostCandidates = 18;
    static constexpr std::size_t kLag = 8;

    /// `silence_score` is what it counts that nothing sounds. Returns the moment kLag pushes ago, once there is one,
    /// and those after it as they look now: valid until the next call. Requires at most kMostCandidates.
    std::span<const PathPoint> push(std::span<const PitchCandidate> candidates, double silence_score) noexcept;

    /// The moments still undecided: each call begins with the next, until there is none.
    std::span<const PathPoint> finish() noexcept;

    void reset() noexcept;

    /// As it looks now.
    [[nodiscard]] PathPoint newest() const noexcept;

private:
    struct State {
        PathPoint point;
        double log_hz = 0.0;
        double score = 0.0;
        std::uint8_t from = 0;
    };
    struct Moment {
        std::array<State, kMostCandidates + 1> states;  ///< The first: nothing sounds.
        std::size_t count = 0;

        [[nodiscard]] std::size_t best() const noexcept;
    };

    [[nodiscard]] Moment& moment(std::uint64_t index) noexcept { return moments_[index % moments_.size()]; }
    [[nodiscard]] const Moment& moment(std::uint64_t index) const noexcept { return moments_[index % moments_.size()]; }
    [[nodiscard]] std::span<const PathPoint> trace(std::uint64_t index) noexcept;

    std::array<Moment, kLag + 1> moments_{};
    std::array<PathPoint, kLag + 1> way_{};
    std::uint64_t pushed_ = 0;
    std::uint64_t decided_ = 0;
};

}  // namespace attacca::analysis
