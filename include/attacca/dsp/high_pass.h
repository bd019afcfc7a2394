// Takes away what lies below the voice: rumble, handling, wind.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/dsp/biquad.h"

namespace attacca::dsp {

/// How steep: 12 or 24 dB for each octave.
enum class HighPassOrder { second, fourth };

struct HighPassSpec {
    double sample_rate = 48000.0;  ///< 8,000 to 384,000.
    std::size_t channels = 2;      ///< 1 to 8.
    double cutoff_hz = 80.0;       ///< −3 dB here; 10 to 2,000.
    HighPassOrder order = HighPassOrder::second;
};

/// A Butterworth high-pass.
///
/// Threads    One at a time.
/// Real time  Everything but `create`. Denormals should be off, as they are in the engine's callback.
/// Failure    NaN, infinity and samples beyond ±10^6 are taken as 0.
/// Accuracy   Double precision inside; the same output for any division into blocks.
class HighPass {
public:
    /// Failure: names the setting and its range.
    [[nodiscard]] static Result<HighPass> create(const HighPassSpec& spec);

    /// [audio] In place. Requires the spec's channel count; any number of frames.
    void process(AudioBlock block) noexcept;

    /// [audio] As new.
    void reset() noexcept;

    [[nodiscard]] std::size_t latency_frames() const noexcept { return 0; }

private:
    struct Memory {
        double first = 0.0, second = 0.0;
    };
    static constexpr std::size_t kMaxSections = 2;

    explicit HighPass(const HighPassSpec& spec);

    std::size_t channels_;
    std::size_t section_count_;
    std::array<BiquadCoefficients, kMaxSections> sections_{};
    std::vector<Memory> memory_;  ///< Of each section, then each channel.
};

}  // namespace attacca::dsp
