// Follows the true peak of a stream: the highest level between and at its samples.
#pragma once

#include <cstddef>
#include <memory>

#include "attacca/base/audio_block.h"

namespace attacca::dsp {

/// Interpolates only where a bound says that the peak so far could be passed: music that has had its loudest note
/// costs little more than a copy.
///
/// Units      Amplitudes; 1 is full scale.
/// Threads    One at a time.
/// Real time  Everything but construction.
/// Failure    NaN, infinity and samples beyond ±10^6 are taken as 0.
/// Accuracy   Eight-fold: at most 0.17 dB below the peak, up to 0.48 of the sample rate. The last
///            `kernels::kTruePeakReach` frames wait for what follows them.
/// Source     ITU-R BS.1770-4, annex 2, with a longer filter.
class TruePeakMeter {
public:
    /// Requires 1 to 8 channels.
    explicit TruePeakMeter(std::size_t channels);
    ~TruePeakMeter();
    TruePeakMeter(TruePeakMeter&&) noexcept;
    TruePeakMeter& operator=(TruePeakMeter&&) noexcept;

    /// Requires the same channel count; any number of frames.
    void process(ConstAudioBlock block) noexcept;

    /// The highest since construction or `reset`. Requires channel < channels.
    [[nodiscard]] float peak(std::size_t channel) const noexcept;

    void reset() noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::dsp
