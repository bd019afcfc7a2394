// The spectrum of a running signal: bins for measurement, logarithmic bars for the eye.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/dsp/window.h"

namespace attacca::analysis {

struct SpectrumSpec {
    double sample_rate = 48000.0;
    std::size_t channels = 2;       ///< 1 to 8; their mean is analyzed.
    std::size_t fft_length = 2048;  ///< Even product of 2, 3 and 5, from 16.
    std::size_t hop_frames = 512;   ///< 1 to fft_length.
    dsp::WindowKind window = dsp::WindowKind::hann;
    std::size_t bars = 64;          ///< 1 to 1024, evenly spread over the logarithm of frequency.
    double lowest_hz = 20.0;
    double highest_hz = 20000.0;
    double smoothing = 0.8;         ///< Share of a bar's power that the next hop keeps: 0 to 0.999.
    double hold_ms = 1000.0;        ///< How long a bar's peak stays before it falls.
    double fall_db_per_s = 20.0;
};

/// Levels in dBFS: a full-scale sine is 0 dB; −120 is the floor.
///
/// Threads    One at a time, on an analysis thread.
/// Real time  Everything but `create`: no allocation. Work is done once for each hop, and none without new frames.
/// Failure    A hop with NaN or infinity in it counts as silence.
/// Accuracy   A tone of level L reads L ± 0.1 dB in the bar of its frequency, and near its edge also in the next:
///            a bar takes in the power of the window's main lobe beyond its edges. Below
///            (main lobe + 1)·sample_rate/fft_length the mean over time does; one hop swings with the tone's phase.
class SpectrumAnalyzer {
public:
    /// Failure: names the setting, its value and the range.
    [[nodiscard]] static Result<SpectrumAnalyzer> create(const SpectrumSpec& spec);
    ~SpectrumAnalyzer();
    SpectrumAnalyzer(SpectrumAnalyzer&&) noexcept;
    SpectrumAnalyzer& operator=(SpectrumAnalyzer&&) noexcept;

    /// Any number of frames; returns how many hops they completed. The first is complete after fft_length frames.
    /// Requires the spec's channel count.
    std::size_t process(ConstAudioBlock block) noexcept;

    /// How many more frames complete the next hop: give `process` no more, and no hop's bins are missed.
    [[nodiscard]] std::size_t frames_to_next_hop() const noexcept;

    /// Hops so far; as long as it stands still, nothing needs to be drawn again.
    [[nodiscard]] std::uint64_t hops() const noexcept;

    void reset() noexcept;

    /// Smoothed bars, and their held peaks. Require `bars` values.
    void bars_db(std::span<float> levels) const noexcept;
    void peaks_db(std::span<float> levels) const noexcept;
    /// bars + 1 edges.
    [[nodiscard]] std::span<const double> bar_edges_hz() const noexcept;

    /// The newest hop bin by bin, unsmoothed: fft_length / 2 + 1 levels, bin k at k · sample_rate / fft_length.
    /// A tone on a bin reads its level there. Requires as many values.
    void bins_db(std::span<float> levels) const noexcept;
    [[nodiscard]] std::size_t bins() const noexcept;

private:
    struct State;
    explicit SpectrumAnalyzer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::analysis
