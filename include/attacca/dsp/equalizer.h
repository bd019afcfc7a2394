// Up to 32 bands in series, changed while they sound.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "attacca/base/audio_block.h"
#include "attacca/dsp/equalizer_settings.h"
#include "attacca/kernels/band_cascade.h"

namespace attacca::dsp {

/// One band in the form that the kernel runs: a trapezoidal state-variable filter as a 2×2 state-space section.
///
/// The filter's own coordinates are the two integrators of the analog prototype. In them no setting's transition ever
/// lengthens the state, and a mixture of such transitions does not either: settings may be interpolated number by
/// number, between any two kinds of band, and the filter stays stable on the way. That is how changes are smoothed.
using BandMatrix = kernels::BandMatrix;

/// EqualizerSettings designed for one sample rate: what crosses to the audio thread, by value.
struct EqualizerPlan {
    std::array<BandMatrix, kMaxBands> bands{};
    std::uint32_t band_count = 0;
    float preamp = 1.0F;

    /// [control] Bands at or above half the sample rate are left out, as they cannot be designed.
    /// Requires at most kMaxBands bands with widths and centers above 0.
    [[nodiscard]] static EqualizerPlan design(const EqualizerSettings& settings, double sample_rate) noexcept;
};

/// Immutable after construction.
struct EqualizerSpec {
    double sample_rate = 48000.0;
    std::size_t channels = 2;      ///< 1 to 8.
    double transition_ms = 10.0;   ///< How long a change of setting takes.
};

/// The equalizer itself.
///
/// Threads    One thread at a time; `engine/EqualizerNode` carries settings across threads.
/// Real time  Everything but construction. Denormals should be off, as they are in the engine's callback.
/// Failure    NaN or infinity in a block: what it reached is cleared at the block's end, and the block's samples that
///            are not finite become silence.
/// Accuracy   Error against a double-precision cascade below −80 dB, bands at 20 Hz included.
/// Source     A. Simper, "Solving the continuous SVF equations using trapezoidal integration".
class Equalizer {
public:
    explicit Equalizer(const EqualizerSpec& spec);
    ~Equalizer();
    Equalizer(Equalizer&&) noexcept;
    Equalizer& operator=(Equalizer&&) noexcept;

    /// [audio] Moves to the plan over `transition_ms`, from wherever the last change has come.
    void set_target(const EqualizerPlan& plan) noexcept;

    /// [audio] Takes the plan at once, without a transition: before the first block.
    void set_now(const EqualizerPlan& plan) noexcept;

    /// [audio] Crossfades to the dry signal and back; once dry, `process` leaves samples untouched
    /// bit for bit.
    enum class Bypass { off, on };
    void set_bypass(Bypass bypass) noexcept;

    /// [audio] Filters in place. Requires the spec's channel count; any number of frames. A setting that changes
    /// nothing (all gains and the preamp at 0 dB) leaves samples untouched bit for bit.
    void process(AudioBlock block) noexcept;

    /// [audio] Forgets the signal, keeps the settings; a transition under way is completed.
    void reset() noexcept;

    /// [any] Times that NaN or infinity reached the state and the state was cleared.
    [[nodiscard]] std::uint64_t recoveries() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::dsp
