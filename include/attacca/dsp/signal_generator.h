// Test signals: what `attacca generate` writes and what the engine is measured with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"

namespace attacca::dsp {

enum class SignalKind {
    sine,
    square,        ///< `duty` of each period high. Band-limited (polyBLEP).
    saw,           ///< Rising. Band-limited (polyBLEP).
    white,         ///< Uniform noise.
    pink,          ///< −3.01 dB an octave within ±0.05 dB from 20 Hz to 20 kHz, 44.1 to 96 kHz (Kellet's filter).
    log_sweep,     ///< From `frequency_hz` to `end_hz`, the same time for each octave.
    linear_sweep,  ///< From `frequency_hz` to `end_hz`, the same time for each hertz.
    impulse,       ///< One sample, then silence; again at `frequency_hz` where `impulse_repeat` says so.
    multitone,     ///< Sines at `tones_hz`, equally strong.
};

/// "sine", "log-sweep" …
[[nodiscard]] std::string_view name(SignalKind kind) noexcept;

/// Failure: names the signals there are.
[[nodiscard]] Result<SignalKind> parse_signal_kind(std::string_view text);

enum class ImpulseRepeat { once, at_frequency };

struct SignalSpec {
    SignalKind kind = SignalKind::sine;
    double sample_rate = 48000.0;  ///< 1000 to 768000.
    std::size_t channels = 2;      ///< 1 to 64. Noise differs from channel to channel; all else is the same in each.
    double frequency_hz = 440.0;   ///< Above 0, below half the sample rate.
    double end_hz = 20000.0;       ///< Of a sweep: as `frequency_hz`.
    double level_db = -12.0;       ///< −120 to 0: of the peak, 0 dB being full scale; of pink noise, approximately.
    double duration_s = 5.0;       ///< Above 0, up to 86400.
    double duty = 0.5;             ///< Of a square: 0.05 to 0.95.
    double phase_turns = 0.0;      ///< Where a periodic signal starts: 0 to 1.
    double fade_ms = 0.0;          ///< Raised-cosine ramp at both ends: 0 to half the duration.
    std::uint64_t seed = 1;        ///< Of noise: the same seed, the same samples.
    ImpulseRepeat impulse_repeat = ImpulseRepeat::once;
    std::vector<double> tones_hz = {100.0, 1000.0, 10000.0};  ///< Of a multitone: 1 to 64 of them.
};

/// A signal of a given length, made block by block.
///
/// Threads    One at a time.
/// Real time  Everything but `create`.
/// Accuracy   Each frame's phase is counted from the start in integers of 2^-64 turns: over a day a frequency is right
///            to 10^-14. The same samples for any division into blocks.
/// Source     V. Välimäki, A. Huovilainen, "Antialiasing oscillators in subtractive synthesis"; P. Kellet's pink filter.
class SignalGenerator {
public:
    /// Failure: names the setting, its value and the range.
    [[nodiscard]] static Result<SignalGenerator> create(const SignalSpec& spec);
    ~SignalGenerator();
    SignalGenerator(SignalGenerator&&) noexcept;
    SignalGenerator& operator=(SignalGenerator&&) noexcept;

    /// Fills the block from its start; returns frames, fewer than the block has only at the end of the signal.
    /// Requires the spec's channel count.
    std::size_t process(AudioBlock block) noexcept;

    /// From the next frame on, without a step: the phase goes on where it is. Of a sine, square, saw or repeated impulse;
    /// to others it means nothing. Requires a frequency as the spec's.
    void set_frequency(double frequency_hz) noexcept;

    [[nodiscard]] std::uint64_t length_frames() const noexcept;
    [[nodiscard]] std::uint64_t position_frames() const noexcept;

    /// Back to the first frame.
    void reset() noexcept;

private:
    struct State;
    explicit SignalGenerator(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::dsp
