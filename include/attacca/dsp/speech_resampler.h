// Brings any sample rate to the 16 kHz that speech is judged at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attacca/base/aligned_buffer.h"

namespace attacca::dsp {

/// A windowed sinc, interpolated between phases: flat to 0.25 dB up to 6.5 kHz (or 0.4 of a lower input rate); what
/// would fold back below that is 60 dB down. Short, as speech is to be told soon: 1.3 ms late. What is at
/// 16 kHz already passes unchanged.
///
/// Threads    One at a time.
/// Real time  Everything but construction.
/// Accuracy   The same output however the stream is divided. Output k lies where input k · rate / 16,000 does.
class SpeechResampler {
public:
    static constexpr double kRate_hz = 16000.0;
    static constexpr std::size_t kLongest = 1024;

    /// Requires 8,000 to 192,000.
    explicit SpeechResampler(double input_rate);

    /// What these samples complete; valid until the next call. Requires at most kLongest samples.
    std::span<const float> process(std::span<const float> samples) noexcept;

    /// The stream has ended: what waited for more of it, as if silence followed; valid until the next call. Requires
    /// `reset` before the next `process`.
    std::span<const float> finish() noexcept;

    void reset() noexcept;

    /// How many samples of the input complete so many at 16 kHz.
    [[nodiscard]] std::uint64_t frames_for(std::uint64_t outputs) const noexcept;

private:
    static constexpr std::size_t kPhases = 64;

    double step_;                // Input samples for each output.
    std::size_t half_taps_;      // To each side.
    AlignedBuffer<float> taps_;  // kPhases + 1 rows.
    AlignedBuffer<float> history_;
    std::size_t held_ = 0;     // Samples in the history.
    std::uint64_t made_ = 0;   // Outputs.
    std::uint64_t spent_ = 0;  // Input samples that have left the history.
    AlignedBuffer<float> out_;
};

}  // namespace attacca::dsp
