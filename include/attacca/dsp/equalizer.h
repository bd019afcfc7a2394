// Up to 32 bands in series, changed while they sound.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "attacca/base/audio_block.h"
#include "attacca/dsp/equalizer_settings.h"

namespace attacca::dsp {

/// One band in the state-space form that the kernel runs (see ARCHITECTURE.md, "Equalizer").
struct BandMatrix {
    float a11 = 0, a12 = 0, a21 = 0, a22 = 0;
    float b1 = 0, b2 = 0;
    float c1 = 0, c2 = 0;
    float d = 1;
};

/// EqualizerSettings designed for one sample rate: what crosses to the audio thread, by value.
struct EqualizerPlan {
    std::array<BandMatrix, kMaxBands> bands{};
    std::uint32_t band_count = 0;
    float preamp = 1.0F;

    /// [control] Bands at or above half the sample rate are left out, as they cannot be designed.
    /// Requires at most kMaxBands bands.
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
/// Real time  Everything but construction.
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

    /// [audio] Filters in place. Requires the spec's channel count; any number of frames.
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
