#include "attacca/dsp/speech_resampler.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

namespace attacca::dsp {
namespace {

// To each side, in periods of the lower of both rates; and where the sinc is cut, in shares of that rate.
constexpr double kReach = 20.0;
constexpr double kCutoff = 0.45;

/// Blackman's window, from -1 to 1.
double window(double x) noexcept {
    if (std::abs(x) >= 1.0) return 0.0;
    return 0.42 + 0.5 * std::cos(std::numbers::pi * x) + 0.08 * std::cos(2.0 * std::numbers::pi * x);
}

/// At the rate itself the sinc is cut at its half, is 0 at all samples but one, and changes nothing.
bool is_the_rate(double step) noexcept { return step == 1.0; }

double sinc(double x) noexcept { return x == 0.0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x); }

}  // namespace

SpeechResampler::SpeechResampler(double input_rate)
    : step_(input_rate / kRate_hz),
      half_taps_(is_the_rate(step_) ? 1 : static_cast<std::size_t>(std::ceil(kReach * std::max(1.0, step_)))) {
    const double cutoff = is_the_rate(step_) ? 0.5 : kCutoff;
    const double lower = 1.0 / std::max(1.0, step_);  // Of the input's rate.
    const std::size_t width = 2 * half_taps_;
    taps_ = AlignedBuffer<float>((kPhases + 1) * width);
    for (std::size_t phase = 0; phase <= kPhases; ++phase) {
        double sum = 0.0;
        for (const bool scaling : {false, true}) {
            for (std::size_t i = 0; i < width; ++i) {
                const double away =
                    static_cast<double>(i) - static_cast<double>(half_taps_ - 1) - static_cast<double>(phase) / kPhases;
                const double tap = sinc(2.0 * cutoff * lower * away) * window(away / static_cast<double>(half_taps_));
                if (scaling)
                    taps_[phase * width + i] = static_cast<float>(tap / sum);
                else
                    sum += tap;
            }
        }
    }
    history_ = AlignedBuffer<float>(width + kLongest);
    out_ = AlignedBuffer<float>(static_cast<std::size_t>(std::ceil(kLongest / step_)) + 2);
    reset();
}

std::span<const float> SpeechResampler::process(std::span<const float> samples) noexcept {
    assert(samples.size() <= kLongest);
    std::copy(samples.begin(), samples.end(), history_.data() + held_);
    held_ += samples.size();
    const std::size_t width = 2 * half_taps_;
    std::size_t made = 0;
    for (;;) {
        // Out of whole numbers, so that no rounding depends on how the stream is divided.
        const double next = static_cast<double>(made_) * step_ - static_cast<double>(spent_);
        const auto first = static_cast<std::size_t>(next);
        if (first + width > held_) break;
        const double phase = (next - static_cast<double>(first)) * kPhases;
        const auto row = static_cast<std::size_t>(phase);
        const float share = static_cast<float>(phase - static_cast<double>(row));
        const float* before = taps_.data() + row * width;
        const float* after = before + width;
        float low = 0.0F, high = 0.0F;
        for (std::size_t i = 0; i < width; ++i) {
            low += history_[first + i] * before[i];
            high += history_[first + i] * after[i];
        }
        out_[made++] = std::lerp(low, high, share);
        ++made_;
    }
    const double next = static_cast<double>(made_) * step_ - static_cast<double>(spent_);
    const std::size_t spent = std::min(static_cast<std::size_t>(next), held_);
    std::copy(history_.data() + spent, history_.data() + held_, history_.data());
    held_ -= spent;
    spent_ += spent;
    return {out_.data(), made};
}

std::span<const float> SpeechResampler::finish() noexcept {
    static constexpr std::array<float, kLongest> kSilence{};
    return process(std::span(kSilence).first(half_taps_));
}

std::uint64_t SpeechResampler::frames_for(std::uint64_t outputs) const noexcept {
    if (outputs == 0) return 0;
    return static_cast<std::uint64_t>(static_cast<double>(outputs - 1) * step_) + half_taps_ + 1;
}

void SpeechResampler::reset() noexcept {
    // The first output lies at the first input sample: what was before it is silence.
    held_ = half_taps_ - 1;
    std::fill(history_.data(), history_.data() + held_, 0.0F);
    made_ = spent_ = 0;
}

}  // namespace attacca::dsp
