#include "pitch_window.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "attacca/dsp/window.h"

namespace attacca::analysis {
namespace {

constexpr float kLeastPower = 1e-20F;
constexpr double kLeastPeriodicity = 0.25;
constexpr float kMostValley =
    0.8F;  // Of a peak: before it, there must be something lower, or it is a ripple of the slope from 0.
/// For each octave down: of a period and its multiples, the shortest wins.
constexpr double kOctaveCost = 0.09;
constexpr int kMostHarmonics = 10;
constexpr std::size_t kMostGapHarmonics = 12;
constexpr double kGapCost = 1.0;
constexpr float kPresent = 0.05F;  // Of the strongest harmonic: weaker ones are missing.
constexpr double kHarmonicsEnd_hz = 6000.0;

bool is_fft_length(std::size_t length) {
    for (const std::size_t factor : {2, 3, 5}) {
        while (length % factor == 0) length /= factor;
    }
    return length == 1;
}

/// A length that fills all lanes of a CPU's vectors: others take three times as long.
std::size_t fft_length_from(std::size_t least) {
    constexpr std::size_t kStep = 512;
    std::size_t length = (least + kStep - 1) / kStep * kStep;
    while (!is_fft_length(length)) length += kStep;
    return length;
}

std::size_t window_frames(const PitchWindowSpec& spec) {
    return 2 * static_cast<std::size_t>(std::lround(0.5 * spec.window_s * spec.sample_rate));
}

/// Between magnitude and power: power alone lets one strong harmonic or low noise speak for all, magnitude weak noise.
float compressed(float power) {
    const float magnitude = std::sqrt(power);
    return magnitude * std::sqrt(magnitude);
}

/// 0 to 1, with a level start and end.
double rise(double x, double from, double to) {
    const double share = std::clamp((x - from) / (to - from), 0.0, 1.0);
    return 0.5 - 0.5 * std::cos(std::numbers::pi * share);
}

}  // namespace

Result<PitchWindow> PitchWindow::create(const PitchWindowSpec& spec) {
    const double longest_lag = spec.sample_rate / spec.lowest_hz;
    const auto length = static_cast<double>(window_frames(spec)) + longest_lag;
    auto transform = dsp::RealFft::create(fft_length_from(static_cast<std::size_t>(std::ceil(length))));
    if (!transform) return fail(transform.error());
    auto lag_transform = dsp::RealFft::create(spec.lags);
    if (!lag_transform) return fail(lag_transform.error());
    return PitchWindow(spec, std::move(*transform), std::move(*lag_transform));
}

PitchWindow::PitchWindow(const PitchWindowSpec& spec, dsp::RealFft transform, dsp::RealFft lag_transform)
    : spec_(spec),
      fft_(std::move(transform)),
      lag_fft_(std::move(lag_transform)),
      bin_hz_(spec.sample_rate / static_cast<double>(fft_.length())),
      lag_rate_(bin_hz_ * static_cast<double>(lag_fft_.length())),
      first_lag_(static_cast<std::size_t>(std::floor(lag_rate_ / spec.highest_hz))),
      last_lag_(static_cast<std::size_t>(std::ceil(lag_rate_ / spec.lowest_hz))),
      window_(dsp::make_window({.kind = dsp::WindowKind::hann, .length = window_frames(spec)})),
      padded_(fft_.length()),
      padded_window_(fft_.length()),
      powers_(fft_.bins()),
      weights_(std::min({fft_.bins(), lag_fft_.bins(), static_cast<std::size_t>(spec.ends_at_hz / bin_hz_) + 1})),
      work_(std::max(fft_.work_size(), lag_fft_.work_size())),
      lag_bins_(lag_fft_.bins()),
      correlation_(lag_fft_.length()) {
    std::copy_n(window_.data(), window_.size(), padded_window_.data());
    for (std::size_t bin = 0; bin < weights_.size(); ++bin) {
        const double hz = static_cast<double>(bin) * bin_hz_;
        weights_[bin] = static_cast<float>(rise(hz, 0.5 * spec_.lowest_hz, 0.9 * spec_.lowest_hz) *
                                           (1.0 - rise(hz, spec_.flat_to_hz, spec_.ends_at_hz)));
    }
    calibrate_peaks();
    measure_window();
}

/// The correlation that a steady sound has because the window fades.
void PitchWindow::measure_window() {
    double power = 0.0;
    for (const float value : window_.span()) power += static_cast<double>(value) * value;
    level_scale_ = 4.0 / (power * static_cast<double>(fft_.length()));
    fft_.power(padded_window_.span(), powers_.span(), work_.span());
    std::fill_n(lag_bins_.data(), lag_bins_.size(), std::complex<float>());
    for (std::size_t bin = 0; bin < weights_.size(); ++bin) lag_bins_[bin] = compressed(powers_[bin]);
    lag_fft_.inverse(lag_bins_.span(), correlation_.span(), work_.span());
    for (std::size_t lag = 0; lag <= last_lag_ + 1; ++lag) {
        correction_.push_back(correlation_[0] / std::max(correlation_[lag], 0.1F * correlation_[0]));
    }
    std::fill_n(lag_bins_.data(), lag_bins_.size(), std::complex<float>());
}

/// A parabola through the logarithms of three bins misses the peak of a window's lobe by a little: how much follows
/// from the lobe itself, a quarter and half a bin off.
void PitchWindow::calibrate_peaks() {
    const auto lobe_db = [this](double bins) {
        std::complex<double> sum;
        for (std::size_t i = 0; i < window_.size(); ++i) {
            const double turns = bins * (static_cast<double>(i) - 0.5 * static_cast<double>(window_.size())) /
                                 static_cast<double>(fft_.length());
            sum += static_cast<double>(window_[i]) * std::polar(1.0, 2.0 * std::numbers::pi * turns);
        }
        return std::log(std::norm(sum));
    };
    const auto parabola = [&](double offset) {
        const double left = lobe_db(-1.0 - offset), middle = lobe_db(offset), right = lobe_db(1.0 - offset);
        return 0.5 * (right - left) / (2.0 * middle - left - right);
    };
    const double quarter = parabola(0.25), half = parabola(0.5);
    // offset = slope · p + bend · p³ through both.
    peak_bend_ = (0.5 / half - 0.25 / quarter) / (half * half - quarter * quarter);
    peak_slope_ = 0.25 / quarter - peak_bend_ * quarter * quarter;
}

void PitchWindow::analyze(std::span<const float> samples) noexcept {
    std::copy_n(samples.data(), window_.size(), padded_.data());
    fft_.windowed_power(padded_.span(), padded_window_.span(), powers_.span(), work_.span());
    correlate();
}

void PitchWindow::correlate() noexcept {
    double power = 0.0;
    for (std::size_t bin = 0; bin < weights_.size(); ++bin) {
        power += static_cast<double>(weights_[bin] * powers_[bin]);
        lag_bins_[bin] = weights_[bin] * compressed(powers_[bin]);
    }
    level_db_ = 10.0 * std::log10(power * level_scale_ + 1e-20);
    lag_fft_.inverse(lag_bins_.span(), correlation_.span(), work_.span());
}

std::size_t PitchWindow::find(std::span<PitchCandidate> candidates) const noexcept {
    std::size_t count = 0;
    if (!(correlation_[0] > 0.0F)) return 0;
    const float scale = 1.0F / correlation_[0];
    const auto value = [&](std::size_t lag) { return correlation_[lag] * correction_[lag]; };
    float valley = correlation_[0];
    for (std::size_t lag = 1; lag < first_lag_; ++lag) valley = std::min(valley, value(lag));
    float before = value(first_lag_ - 1), here = value(first_lag_);
    for (std::size_t lag = first_lag_; lag <= last_lag_; ++lag) {
        const float after = value(lag + 1);
        valley = std::min(valley, here);
        if (here > before && here >= after && here * scale > static_cast<float>(kLeastPeriodicity) &&
            valley < kMostValley * here) {
            const double bend = 2.0 * static_cast<double>(here) - before - after;
            const double offset = 0.5 * (static_cast<double>(after) - before) / bend;
            const double height = (static_cast<double>(here) + 0.25 * offset * (static_cast<double>(after) - before));
            const double periodicity = std::min(height * static_cast<double>(scale), 1.0);
            const double hz = lag_rate_ / (static_cast<double>(lag) + offset);
            const PitchCandidate candidate{
                .hz = hz, .periodicity = periodicity, .score = periodicity + kOctaveCost * std::log2(hz / 1000.0)};
            if (count < candidates.size()) {
                candidates[count++] = candidate;
            } else {
                const auto worst = std::min_element(candidates.begin(), candidates.end(),
                                                    [](const auto& a, const auto& b) { return a.score < b.score; });
                if (worst->score < candidate.score) *worst = candidate;
            }
        }
        before = here;
        here = after;
    }
    return count;
}

double PitchWindow::peak_place(std::size_t bin) const noexcept {
    const auto level = [this](std::size_t at) { return std::log(static_cast<double>(powers_[at]) + kLeastPower); };
    const double left = level(bin - 1), middle = level(bin), right = level(bin + 1);
    const double bend = 2.0 * middle - left - right;
    if (!(bend > 0.0)) return static_cast<double>(bin);
    const double p = 0.5 * (right - left) / bend;
    return static_cast<double>(bin) + p * (peak_slope_ + peak_bend_ * p * p);
}

double PitchWindow::gap_cost(double hz) const noexcept {
    std::array<float, kMostGapHarmonics> amplitudes{};
    float largest = 0.0F;
    std::size_t count = 0;
    for (; count < amplitudes.size(); ++count) {
        const double place = static_cast<double>(count + 1) * hz / bin_hz_;
        const auto bin = static_cast<std::size_t>(place + 0.5);
        if (bin + 1 >= weights_.size()) break;
        const float power = std::max({powers_[bin - 1], powers_[bin], powers_[bin + 1]});
        amplitudes[count] = std::sqrt(power);
        largest = std::max(largest, amplitudes[count]);
    }
    const float present = kPresent * largest;
    std::size_t top = 0;
    float filled = 0.0F, filled_to_top = 0.0F;
    for (std::size_t i = 0; i < count; ++i) {
        filled += std::min(1.0F, amplitudes[i] / present);
        if (amplitudes[i] < present) continue;
        top = i + 1;
        filled_to_top = filled;
    }
    return top == 0 ? 0.0 : kGapCost * (1.0 - static_cast<double>(filled_to_top) / static_cast<double>(top));
}

double PitchWindow::refined(double hz) const noexcept {
    double total = 0.0, weight_total = 0.0;
    const double end_hz = std::min(kHarmonicsEnd_hz, 0.48 * spec_.sample_rate);
    for (int harmonic = 1; harmonic <= kMostHarmonics && harmonic * hz < end_hz; ++harmonic) {
        const double expected = harmonic * hz / bin_hz_;
        const double reach = std::min(std::max(1.5, 0.025 * expected), 0.45 * hz / bin_hz_);
        const auto first = static_cast<std::size_t>(std::max(1.0, std::ceil(expected - reach)));
        const auto last = std::min(static_cast<std::size_t>(expected + reach), powers_.size() - 2);
        if (first > last) continue;
        const auto* peak = std::max_element(powers_.data() + first, powers_.data() + last + 1);
        const auto bin = static_cast<std::size_t>(peak - powers_.data());
        if (powers_[bin] < powers_[bin - 1] || powers_[bin] < powers_[bin + 1]) continue;
        const double found = peak_place(bin) * bin_hz_ / harmonic;
        if (std::abs(found / hz - 1.0) > 0.02) continue;
        const double weight = static_cast<double>(powers_[bin]) * std::min(harmonic * harmonic, 16);
        total += weight * found;
        weight_total += weight;
    }
    return weight_total > 0.0 ? total / weight_total : hz;
}

}  // namespace attacca::analysis
