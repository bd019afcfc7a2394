#include "analysis/voice_clues.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/mel_filters.h"
#include "attacca/dsp/window.h"

namespace attacca::analysis {
namespace {

constexpr double kLowestBand_hz = 80.0;
constexpr double kHighestBand_hz = 7600.0;
// Speech has its pitch between these, and nothing above this bin helps to find it.
constexpr std::size_t kShortestLag = 40;
constexpr std::size_t kLongestLag = 230;
constexpr std::size_t kFirstPitchBin = 5;
constexpr std::size_t kLastPitchBin = 220;
// In units of 10 dB.
constexpr float kQuietest = -10.0F;  // 100 dB below a full-scale band: below it, differences mean nothing.
constexpr float kFloorFalls = 0.3F;  // Of the distance, each hop.
constexpr float kFloorRises = 0.004F;
constexpr float kLoudestFalls = 0.001F;
constexpr std::size_t kFillingHops = 3;  // Until the window has no silence from before the stream.
constexpr std::size_t kSettlingHops = 10;

dsp::RealFft fft_of(std::size_t length) { return std::move(dsp::RealFft::create(length).value()); }

float mean(std::span<const float> values) noexcept {
    float sum = 0.0F;
    for (const float value : values) sum += value;
    return sum / static_cast<float>(values.size());
}

}  // namespace

VoiceClues::VoiceClues()
    : fft_(fft_of(kTransform)),
      window_(dsp::make_window({.kind = dsp::WindowKind::hann, .length = kWindow})),
      work_(fft_.work_size()),
      signal_(kTransform),
      power_(fft_.bins()),
      magnitudes_(fft_.bins()),
      correlation_(kTransform),
      filters_(mel_filters({.sample_rate = kVoiceRate_hz,
                            .fft_length = kTransform,
                            .bins = kVoiceBands,
                            .lowest_hz = kLowestBand_hz,
                            .highest_hz = kHighestBand_hz})) {
    for (std::size_t lag = 0; lag <= kLongestLag; ++lag) {
        double sum = 0.0;
        for (std::size_t i = lag; i < kWindow; ++i) {
            sum += static_cast<double>(window_[i]) * static_cast<double>(window_[i - lag]);
        }
        window_correlation_.push_back(static_cast<float>(sum));
    }
    for (std::size_t lag = kLongestLag + 1; lag-- > 0;) window_correlation_[lag] /= window_correlation_[0];
}

const VoiceClueRow& VoiceClues::process(std::span<const float> frames) noexcept {
    assert(frames.size() == kVoiceHop);
    std::copy(signal_.data() + kVoiceHop, signal_.data() + kWindow, signal_.data());
    std::transform(frames.begin(), frames.end(), signal_.data() + kWindow - kVoiceHop,
                   [](float frame) { return std::isfinite(frame) ? std::clamp(frame, -8.0F, 8.0F) : 0.0F; });
    for (std::size_t i = 0; i < kWindow; ++i) correlation_[i] = signal_[i] * window_[i];
    std::fill(correlation_.data() + kWindow, correlation_.data() + kTransform, 0.0F);
    fft_.power(correlation_.span(), power_.span(), work_.span());
    take_bands();
    follow_floor();
    take_periodicity();
    ++hops_;
    return row_;
}

void VoiceClues::take_bands() noexcept {
    // A sine at full scale has kWindow / 4 in its bin.
    constexpr float kFullScale = static_cast<float>(kWindow * kWindow) / 16.0F;
    for (std::size_t k = 0; k < kVoiceBands; ++k) {
        const auto& filter = filters_[k];
        float sum = 0.0F;
        float share = 0.0F;
        for (std::size_t i = 0; i < filter.weights.size(); ++i) {
            sum += filter.weights[i] * power_[filter.first_bin + i];
            share += filter.weights[i];
        }
        bands_[k] = std::max(kQuietest, std::log10(sum / (share * kFullScale) + 1e-20F));
    }
}

void VoiceClues::follow_floor() noexcept {
    const float level = mean(bands_);
    for (std::size_t k = 0; k < kVoiceBands; ++k) {
        const float above = bands_[k] - floor_[k];
        if (hops_ < kFillingHops) {
            floor_[k] = bands_[k];
        } else if (hops_ < kSettlingHops || above < 0.0F) {
            floor_[k] += kFloorFalls * std::min(above, 0.0F);
        } else {
            floor_[k] += std::min(above, kFloorRises);
        }
        row_[k] = std::clamp(bands_[k] - floor_[k], -1.0F, 6.0F);
        row_[kVoiceBands + k] = std::clamp(bands_[k] - level, -3.0F, 3.0F);
    }
    loudest_ = hops_ < kFillingHops ? level : std::max(level, loudest_ - kLoudestFalls);
    row_[2 * kVoiceBands + 2] = mean(std::span(row_).first(kVoiceBands));
    row_[2 * kVoiceBands + 3] = std::max(level - loudest_, -6.0F);
}

void VoiceClues::take_periodicity() noexcept {
    // The correlation of what the magnitudes, not their squares, say: strong harmonics do not hide the others.
    std::fill(magnitudes_.begin(), magnitudes_.end(), std::complex<float>());
    for (std::size_t k = kFirstPitchBin; k <= kLastPitchBin; ++k) magnitudes_[k] = std::sqrt(power_[k]);
    fft_.inverse(magnitudes_, correlation_.span(), work_.span());
    float best = 0.0F;
    std::size_t best_lag = kShortestLag;
    for (std::size_t lag = kShortestLag; lag <= kLongestLag; ++lag) {
        const bool peak = correlation_[lag] > correlation_[lag - 1] && correlation_[lag] >= correlation_[lag + 1];
        const float value = correlation_[lag] / window_correlation_[lag];
        if (peak && value > best) {
            best = value;
            best_lag = lag;
        }
    }
    const float whole = correlation_[0];
    const bool sounds = whole > 1e-9F && best > 0.0F;
    row_[2 * kVoiceBands] = sounds ? std::min(best / whole, 1.5F) : 0.0F;
    row_[2 * kVoiceBands + 1] =
        sounds ? std::log2(static_cast<float>(kLongestLag) / static_cast<float>(best_lag)) : 0.0F;
}

void VoiceClues::reset() noexcept {
    std::fill(signal_.data(), signal_.data() + kTransform, 0.0F);
    hops_ = 0;
}

}  // namespace attacca::analysis
