// Makes segments of probabilities: evidence for a change is gathered until it is enough.
#pragma once

#include <cstdint>
#include <optional>

namespace attacca::analysis {

struct VoiceGateSpec {
    double attack_frames = 4.0;    ///< Of certain speech.
    double release_frames = 30.0;  ///< Of certain silence.
    double certain_odds = 9.0;     ///< From these on a frame weighs no more. At least 2.
    double prior_odds = 1.0;       ///< Of speech: by how much the probabilities are too low.
};

/// Each frame weighs as much as its odds, in logarithms, which may be added where frames are told apart independently
/// (Wald's sequential test, with a floor at nothing, as in a cumulative sum).
///
/// Real time  All.
/// Source     E. S. Page, "Continuous inspection schemes" (1954).
class VoiceGate {
public:
    explicit VoiceGate(const VoiceGateSpec& spec) noexcept;

    /// The frame that speech began or ended with, when this one makes it certain.
    [[nodiscard]] std::optional<std::uint64_t> take(std::uint64_t frame, float probability) noexcept;

    [[nodiscard]] bool speech() const noexcept { return speech_; }
    void reset() noexcept;

private:
    [[nodiscard]] double weight(float probability) const noexcept;

    VoiceGateSpec spec_;
    double certain_;  // Logarithms of the odds.
    double prior_;
    bool speech_ = false;
    double evidence_ = 0.0;    // For the other state, in certain frames.
    std::uint64_t since_ = 0;  // Where it began to gather.
};

}  // namespace attacca::analysis
