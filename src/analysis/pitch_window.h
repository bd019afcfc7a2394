// One window of sound, and the pitches that it may have.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "attacca/base/aligned_buffer.h"
#include "attacca/base/result.h"
#include "attacca/dsp/fft.h"

namespace attacca::analysis {

struct PitchCandidate {
    double hz = 0.0;
    double periodicity = 0.0;  ///< The share of the sound that comes back after one period: 0 to 1.
    double score = 0.0;        ///< What it counts on a path.
};

struct PitchWindowSpec {
    double sample_rate = 48000.0;
    double window_s = 0.05;
    double lowest_hz = 75.0;
    double highest_hz = 4400.0;
    double flat_to_hz = 3500.0;  ///< Above, the sound counts less and less,
    double ends_at_hz = 9000.0;  ///< and from here on not at all.
    std::size_t lags = 8192;     ///< Of the autocorrelation's transform: more are finer.
};

/// Candidates are the peaks of the sound's autocorrelation divided by the window's. Both are taken of
/// magnitude^1.5, so that one strong formant or low noise does not outweigh all other harmonics.
///
/// Real time  Everything but `create`.
class PitchWindow {
public:
    [[nodiscard]] static Result<PitchWindow> create(const PitchWindowSpec& spec);

    /// Even.
    [[nodiscard]] std::size_t frames() const noexcept { return window_.size(); }

    /// Requires `frames()` samples.
    void analyze(std::span<const float> samples) noexcept;

    /// Of the sound that `analyze` saw: dBFS of a sine.
    [[nodiscard]] double level_db() const noexcept { return level_db_; }

    /// The best, in no order; returns how many.
    std::size_t find(std::span<PitchCandidate> candidates) const noexcept;

    /// The fundamental that the harmonics near those of `hz` agree on.
    [[nodiscard]] double refined(double hz) const noexcept;

    /// How much speaks against `hz` because harmonics are missing between others: it may be the common root of two
    /// notes.
    [[nodiscard]] double gap_cost(double hz) const noexcept;

private:
    PitchWindow(const PitchWindowSpec& spec, dsp::RealFft transform, dsp::RealFft lag_transform);
    void measure_window();
    void calibrate_peaks();
    void correlate() noexcept;
    [[nodiscard]] double peak_place(std::size_t bin) const noexcept;

    PitchWindowSpec spec_;
    dsp::RealFft fft_;
    dsp::RealFft lag_fft_;
    double bin_hz_;
    double lag_rate_;
    double level_scale_ = 1.0;
    double level_db_ = -200.0;
    double peak_slope_ = 1.0, peak_bend_ = 0.0;  ///< From a parabola's peak to where the tone is.
    std::size_t first_lag_, last_lag_;
    AlignedBuffer<float> window_, padded_, padded_window_, powers_, weights_, work_;
    AlignedBuffer<std::complex<float>> lag_bins_;
    AlignedBuffer<float> correlation_;
    std::vector<float> correction_;  ///< 1 / the window's own autocorrelation.
};

}  // namespace attacca::analysis
