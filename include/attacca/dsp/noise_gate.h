// Turns down what lies between the words, and opens before the next one is heard.
#pragma once

#include <cstddef>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"

namespace attacca::dsp {

struct NoiseGateSpec {
    double sample_rate = 48000.0;  ///< 8,000 to 384,000.
    std::size_t channels = 2;      ///< 1 to 8; all share one gain.
    double threshold_db = -50.0;   ///< Opens above; root of the mean square, dBFS; −100 to 0.
    double hysteresis_db = 6.0;    ///< So far below the threshold it closes; 0 to 40.
    double range_db = 30.0;        ///< How much softer it is when closed; 0 to 120.
    double attack_ms = 5.0;        ///< From closed to open; 0 to 100.
    double hold_ms = 250.0;        ///< Stays open after the last loud frame, so that words keep their ends; 0 to 5,000.
    double release_ms = 150.0;     ///< From open to closed; 1 to 5,000.
    double lookahead_ms = 30.0;    ///< The delay by which it opens in advance; 0 to 200.
};

/// A gate with look-ahead: the level is measured on what comes in, the gain moved on what goes out.
///
/// A word's onset is softer than what opens the gate: the look-ahead less the attack is how much of it is heard in
/// full. The gain moves at a constant pace in dB; open, it is exactly one. It never raises anything.
///
/// Threads    One at a time.
/// Real time  Everything but `create`. Denormals should be off, as they are in the engine's callback.
/// Failure    NaN, infinity and samples beyond ±10^6 are taken as 0.
/// Accuracy   The same output for any division into blocks; what passes an open gate does so bit for bit.
class NoiseGate {
public:
    /// Failure: names the setting and its range.
    [[nodiscard]] static Result<NoiseGate> create(const NoiseGateSpec& spec);

    /// [audio] In place. Requires the spec's channel count; any number of frames.
    void process(AudioBlock block) noexcept;

    /// [audio] As new: closed.
    void reset() noexcept;

    [[nodiscard]] std::size_t latency_frames() const noexcept { return delayed_.size() / channels_; }

    /// [audio] Whether what comes in now is let through.
    [[nodiscard]] bool open() const noexcept { return frames_to_close_ > 0; }

private:
    explicit NoiseGate(const NoiseGateSpec& spec);
    void listen(const float* frame) noexcept;
    void move() noexcept;

    std::size_t channels_;
    double opening_power_, closing_power_;
    double smoothing_;  ///< The newest frame's share of the power.
    std::size_t open_frames_;
    double opening_, closing_;  ///< Steps of `closed_`.
    double octaves_when_closed_;

    double power_ = 0.0;
    std::size_t frames_to_close_ = 0;
    double closed_ = 1.0;  ///< From 0, open, to 1.
    float gain_;
    std::vector<float> delayed_;  ///< A ring of frames.
    std::size_t place_ = 0;
};

}  // namespace attacca::dsp
