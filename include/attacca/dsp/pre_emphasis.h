// Raises what is high, as recognizers of speech are used to hear it.
#pragma once

#include <cstddef>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"

namespace attacca::dsp {

struct PreEmphasisSpec {
    double sample_rate = 16000.0;  ///< 8,000 to 384,000.
    std::size_t channels = 1;      ///< 1 to 8.
    double coefficient = 0.97;     ///< 0 (nothing) to 0.99: as at 16 kHz, whatever the sample rate.
};

/// y[n] = g·(x[n] − a·x[n−1]), first order.
///
/// The coefficient is the one that the literature gives for 16 kHz, where g is 1: 0.97 has its corner at 78 Hz, and
/// above that each octave is 6 dB louder than the one below. At another rate a = coefficient^(16000 / rate) keeps the
/// corner, and g what passes at 0 Hz: the same curve as far as the voice reaches, within 1 dB up to 4 kHz.
///
/// Threads    One at a time.
/// Real time  Everything but `create`.
/// Failure    NaN, infinity and samples beyond ±10^6 are taken as 0.
/// Accuracy   The same output for any division into blocks. At 48 kHz the output may be 15 dB above the input.
class PreEmphasis {
public:
    static constexpr double kUsualCoefficient = 0.97;

    /// Failure: names the setting and its range.
    [[nodiscard]] static Result<PreEmphasis> create(const PreEmphasisSpec& spec);

    /// [audio] In place. Requires the spec's channel count; any number of frames.
    void process(AudioBlock block) noexcept;

    /// [audio] As new.
    void reset() noexcept;

    [[nodiscard]] std::size_t latency_frames() const noexcept { return 0; }

private:
    explicit PreEmphasis(const PreEmphasisSpec& spec);

    double taken_;  ///< Of the sample before.
    double gain_;
    std::vector<float> before_;  ///< The last frame.
};

}  // namespace attacca::dsp
