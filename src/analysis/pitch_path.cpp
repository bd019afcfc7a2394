#include "pitch_path.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attacca::analysis {
namespace {

constexpr double kTurnOnCost = 0.30;  // From silence to a pitch or back.
constexpr double kCostOfOctave = 0.35;
constexpr double kMostJumpCost = 0.50;  // Melodies leap: beyond an octave and a half no jump costs more.

}  // namespace

std::span<const PathPoint> PitchPath::push(std::span<const PitchCandidate> candidates, double silence_score) noexcept {
    assert(candidates.size() <= kMostCandidates);
    Moment& now = moment(pushed_);
    now.count = candidates.size() + 1;
    now.states[0] = {.point = {}, .log_hz = 0.0, .score = silence_score, .from = 0};
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto& candidate = candidates[i];
        now.states[i + 1] = {.point = {candidate.hz, candidate.periodicity},
                             .log_hz = std::log2(candidate.hz),
                             .score = candidate.score,
                             .from = 0};
    }
    if (pushed_ > 0) {
        const Moment& before = moment(pushed_ - 1);
        double highest = -1e9;
        for (std::size_t i = 0; i < now.count; ++i) {
            State& state = now.states[i];
            double best = -1e9;
            for (std::size_t j = 0; j < before.count; ++j) {
                const State& source = before.states[j];
                double cost = 0.0;
                if (i != 0 && j != 0) {
                    cost = std::min(kMostJumpCost, kCostOfOctave * std::abs(state.log_hz - source.log_hz));
                } else if (i != j) {
                    cost = kTurnOnCost;
                }
                if (source.score - cost > best) {
                    best = source.score - cost;
                    state.from = static_cast<std::uint8_t>(j);
                }
            }
            state.score += best;
            highest = std::max(highest, state.score);
        }
        for (std::size_t i = 0; i < now.count; ++i) now.states[i].score -= highest;  // Stays small for ever.
    }
    if (++pushed_ <= kLag) return {};
    return trace(decided_++);
}

std::span<const PathPoint> PitchPath::finish() noexcept {
    if (decided_ == pushed_) return {};
    return trace(decided_++);
}

void PitchPath::reset() noexcept {
    pushed_ = 0;
    decided_ = 0;
}

std::size_t PitchPath::Moment::best() const noexcept {
    const auto* state = std::max_element(states.data(), states.data() + count,
                                         [](const State& a, const State& b) { return a.score < b.score; });
    return static_cast<std::size_t>(state - states.data());
}

PathPoint PitchPath::newest() const noexcept {
    if (pushed_ == 0) return {};
    const Moment& last = moment(pushed_ - 1);
    return last.states[last.best()].point;
}

std::span<const PathPoint> PitchPath::trace(std::uint64_t index) noexcept {
    std::size_t at = moment(pushed_ - 1).best();
    for (std::uint64_t i = pushed_; i-- > index;) {
        const State& state = moment(i).states[at];
        way_[i - index] = state.point;
        at = state.from;
    }
    return {way_.data(), static_cast<std::size_t>(pushed_ - index)};
}

}  // namespace attacca::analysis
