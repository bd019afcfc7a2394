// What a voice goes through before it is heard or recognized, in the order that suits it.
#pragma once

#include <cstddef>
#include <optional>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/dsp/automatic_gain.h"
#include "attacca/dsp/high_pass.h"
#include "attacca/dsp/noise_gate.h"
#include "attacca/dsp/pre_emphasis.h"

namespace attacca::dsp {

/// What is absent is not done.
struct VoiceSettings {
    std::optional<double> high_pass_hz;  ///< HighPass of the fourth order.
    std::optional<double> gate_db;       ///< The threshold of a NoiseGate.
    std::optional<double> level_db;      ///< The target of an AutomaticGain.
    std::optional<double> pre_emphasis;  ///< The coefficient of a PreEmphasis.

    friend bool operator==(const VoiceSettings&, const VoiceSettings&) = default;
};

/// High-pass, noise gate, automatic gain, pre-emphasis.
///
/// A voice detector listens between `clean` and `level`: behind a gain that follows the voice it would take a room for
/// speech.
///
/// Threads    One at a time.
/// Real time  Everything but `create`.
/// Failure, Accuracy   As those four.
class VoiceChain {
public:
    /// Failure: names the setting and its range.
    [[nodiscard]] static Result<VoiceChain> create(const VoiceSettings& settings, double sample_rate,
                                                   std::size_t channels);

    /// [audio] High-pass and gate. In place. Requires the channel count of `create`; any number of frames.
    void clean(AudioBlock block) noexcept;
    /// [audio] Automatic gain and pre-emphasis.
    void level(AudioBlock block) noexcept;
    /// [audio] Both.
    void process(AudioBlock block) noexcept;

    /// [audio] As new.
    void reset() noexcept;

    [[nodiscard]] std::size_t latency_frames() const noexcept {
        return clean_latency_frames() + level_latency_frames();
    }
    [[nodiscard]] std::size_t clean_latency_frames() const noexcept;
    [[nodiscard]] std::size_t level_latency_frames() const noexcept;

private:
    VoiceChain() = default;

    std::optional<HighPass> high_pass_;
    std::optional<NoiseGate> gate_;
    std::optional<AutomaticGain> gain_;
    std::optional<PreEmphasis> pre_emphasis_;
};

}  // namespace attacca::dsp
