#include "attacca/dsp/noise_gate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "attacca/base/value_range.h"
#include "dsp/usable_sample.h"

namespace attacca::dsp {
namespace {

constexpr double kSmoothing_ms = 5.0;  // Long enough for the lowest voice, short beside the look-ahead.
constexpr double kDbPerOctave = 6.020599913279624;

double power_from_db(double level_db) { return std::pow(10.0, level_db / 10.0); }

std::size_t frames_of(double duration_ms, double sample_rate) {
    return static_cast<std::size_t>(std::llround(duration_ms * sample_rate / 1000.0));
}

double step_over(double duration_ms, double sample_rate) {
    return 1.0 / static_cast<double>(std::max<std::size_t>(1, frames_of(duration_ms, sample_rate)));
}

}  // namespace

Result<NoiseGate> NoiseGate::create(const NoiseGateSpec& spec) {
    const ValueRange ranges[] = {{"sample rate", spec.sample_rate, 8000.0, 384000.0},
                                 {"number of channels", static_cast<double>(spec.channels), 1.0, 8.0},
                                 {"threshold in dB", spec.threshold_db, -100.0, 0.0},
                                 {"hysteresis in dB", spec.hysteresis_db, 0.0, 40.0},
                                 {"range in dB", spec.range_db, 0.0, 120.0},
                                 {"attack in ms", spec.attack_ms, 0.0, 100.0},
                                 {"hold in ms", spec.hold_ms, 0.0, 5000.0},
                                 {"release in ms", spec.release_ms, 1.0, 5000.0},
                                 {"look-ahead in ms", spec.lookahead_ms, 0.0, 200.0}};
    if (auto checked = check_ranges("noise gate", ranges); !checked) return fail(checked.error());
    return NoiseGate(spec);
}

NoiseGate::NoiseGate(const NoiseGateSpec& spec)
    : channels_(spec.channels),
      opening_power_(power_from_db(spec.threshold_db)),
      closing_power_(power_from_db(spec.threshold_db - spec.hysteresis_db)),
      smoothing_(1.0 - std::exp(-1000.0 / (kSmoothing_ms * spec.sample_rate))),
      open_frames_(1 + frames_of(spec.lookahead_ms + spec.hold_ms, spec.sample_rate)),
      opening_(step_over(spec.attack_ms, spec.sample_rate)),
      closing_(step_over(spec.release_ms, spec.sample_rate)),
      octaves_when_closed_(spec.range_db / kDbPerOctave),
      delayed_(frames_of(spec.lookahead_ms, spec.sample_rate) * spec.channels) {
    reset();
}

void NoiseGate::reset() noexcept {
    power_ = 0.0;
    frames_to_close_ = 0;
    closed_ = 1.0;
    gain_ = static_cast<float>(std::exp2(-octaves_when_closed_));
    std::fill(delayed_.begin(), delayed_.end(), 0.0F);
    place_ = 0;
}

/// The loudest channel counts, so that a voice at one side opens both.
void NoiseGate::listen(const float* frame) noexcept {
    double loudest = 0.0;
    for (std::size_t channel = 0; channel < channels_; ++channel) {
        loudest = std::max(loudest, std::abs(static_cast<double>(frame[channel])));
    }
    power_ += smoothing_ * (loudest * loudest - power_);
    if (power_ > (open() ? closing_power_ : opening_power_)) {
        frames_to_close_ = open_frames_;
    } else if (frames_to_close_ > 0) {
        --frames_to_close_;
    }
}

void NoiseGate::move() noexcept {
    const double wanted = open() ? 0.0 : 1.0;
    if (closed_ == wanted) return;
    closed_ = open() ? std::max(0.0, closed_ - opening_) : std::min(1.0, closed_ + closing_);
    gain_ = static_cast<float>(std::exp2(-octaves_when_closed_ * closed_));
}

void NoiseGate::process(AudioBlock block) noexcept {
    assert(block.empty() || block.channels() == channels_);
    float* frame = block.data();
    for (std::size_t i = 0; i < block.frames(); ++i, frame += channels_) {
        for (std::size_t channel = 0; channel < channels_; ++channel) frame[channel] = usable(frame[channel]);
        listen(frame);
        move();
        if (!delayed_.empty()) {
            for (std::size_t channel = 0; channel < channels_; ++channel) {
                std::swap(frame[channel], delayed_[place_ + channel]);
            }
            place_ = place_ + channels_ == delayed_.size() ? 0 : place_ + channels_;
        }
        for (std::size_t channel = 0; channel < channels_; ++channel) frame[channel] *= gain_;
    }
}

}  // namespace attacca::dsp
