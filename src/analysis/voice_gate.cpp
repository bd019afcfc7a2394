#include "analysis/voice_gate.h"

#include <algorithm>
#include <cmath>

namespace attacca::analysis {
namespace {

constexpr std::uint64_t kLongestDoubt = 100;  // Frames that a change may lie back.
constexpr double kLeast = 1e-6;               // Of a probability and of its rest.

}  // namespace

VoiceGate::VoiceGate(const VoiceGateSpec& spec) noexcept
    : spec_(spec), certain_(std::log(spec.certain_odds)), prior_(std::log(spec.prior_odds)) {}

/// From -1, certain silence, to 1, certain speech.
double VoiceGate::weight(float probability) const noexcept {
    const double likely = std::clamp(static_cast<double>(probability), kLeast, 1.0 - kLeast);
    return std::clamp((std::log(likely / (1.0 - likely)) + prior_) / certain_, -1.0, 1.0);
}

std::optional<std::uint64_t> VoiceGate::take(std::uint64_t frame, float probability) noexcept {
    if (evidence_ == 0.0) since_ = frame;
    since_ = std::max(since_, frame - std::min(frame, kLongestDoubt));
    evidence_ = std::max(0.0, evidence_ + (speech_ ? -1.0 : 1.0) * weight(probability));
    constexpr double kRounding = 1e-5;
    if (evidence_ + kRounding < (speech_ ? spec_.release_frames : spec_.attack_frames)) return std::nullopt;
    speech_ = !speech_;
    evidence_ = 0.0;
    return since_;
}

void VoiceGate::reset() noexcept {
    speech_ = false;
    evidence_ = 0.0;
}

}  // namespace attacca::analysis
