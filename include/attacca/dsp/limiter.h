// Keeps the true peak below a ceiling by looking ahead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "attacca/base/audio_block.h"

namespace attacca::dsp {

struct LimiterSpec {
    double sample_rate = 48000.0;
    std::size_t channels = 2;      ///< 1 to 8; all share one gain.
    double ceiling_dbtp = -1.0;
    double lookahead_ms = 2.0;     ///< Up to 50; shorter than 1 ms the true peak may pass the ceiling.
    double release_ms = 80.0;      ///< Time constant of the return, in dB.
};

/// A look-ahead true-peak limiter; the output is the input delayed by `latency_frames()`.
/// A signal that never nears the ceiling passes bit for bit.
///
/// Threads    One thread at a time.
/// Real time  Everything but construction.
/// Failure    NaN, infinity and samples beyond ±10^6 are taken as 0 and counted.
/// Accuracy   True peak of the output, measured with 4× and 16× oversampling, at most the ceiling.
///            The same output for any division into blocks.
/// Source     ITU-R BS.1770-4, annex 2, for the true peak.
class Limiter {
public:
    explicit Limiter(const LimiterSpec& spec);
    ~Limiter();
    Limiter(Limiter&&) noexcept;
    Limiter& operator=(Limiter&&) noexcept;

    /// Off: the delay stays, the gain returns smoothly to exactly one.
    enum class Mode { off, on };
    void set_mode(Mode mode) noexcept;  ///< [audio]

    /// [audio] In place. Requires the spec's channel count.
    void process(AudioBlock block) noexcept;

    /// [audio] As new; the mode stays.
    void reset() noexcept;

    [[nodiscard]] std::size_t latency_frames() const noexcept;

    /// [audio] The strongest reduction since the last call, in dB, 0 or negative.
    [[nodiscard]] float take_reduction_db() noexcept;

    /// [audio] Samples that were no usable number, since construction.
    [[nodiscard]] std::uint64_t rejected_samples() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::dsp
