// What the built-in voice detector looks at: one row of clues for every ten milliseconds.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "attacca/base/aligned_buffer.h"
#include "attacca/dsp/fft.h"
#include "attacca/kernels/log_mel.h"

namespace attacca::analysis {

inline constexpr double kVoiceRate_hz = 16000.0;
inline constexpr std::size_t kVoiceHop = 160;
inline constexpr std::size_t kVoiceBands = 32;
/// For each mel band, how far it stands above its own floor, and above the mean of the bands; then how periodic the
/// sound is, its pitch, how far the whole stands above the floor, and how far below the loudest of late.
inline constexpr std::size_t kVoiceClues = 2 * kVoiceBands + 4;

using VoiceClueRow = std::array<float, kVoiceClues>;

/// Units      Levels are in units of 10 dB, so that all clues are about as large.
/// Threads    One at a time.
/// Real time  Everything but construction.
/// Failure    NaN and infinity count as silence.
class VoiceClues {
public:
    VoiceClues();

    /// Of the window that ends with these frames. Requires kVoiceHop frames at kVoiceRate_hz.
    [[nodiscard]] const VoiceClueRow& process(std::span<const float> frames) noexcept;
    void reset() noexcept;

private:
    static constexpr std::size_t kWindow = 512;
    static constexpr std::size_t kTransform = 1024;

    void take_bands() noexcept;
    void follow_floor() noexcept;
    void take_periodicity() noexcept;

    dsp::RealFft fft_;
    AlignedBuffer<float> window_;
    AlignedBuffer<float> work_;
    AlignedBuffer<float> signal_;  // The newest kWindow frames, then zeros.
    AlignedBuffer<float> power_;
    std::vector<std::complex<float>> magnitudes_;
    AlignedBuffer<float> correlation_;
    std::vector<float> window_correlation_;
    std::vector<kernels::MelFilter> filters_;
    std::array<float, kVoiceBands> bands_{};
    std::array<float, kVoiceBands> floor_{};
    float loudest_ = 0.0F;
    std::size_t hops_ = 0;
    VoiceClueRow row_{};
};

}  // namespace attacca::analysis
