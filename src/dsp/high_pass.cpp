#include "attacca/dsp/high_pass.h"

#include <algorithm>
#include <cassert>
#include <numbers>

#include "attacca/base/value_range.h"
#include "dsp/usable_sample.h"

namespace attacca::dsp {
namespace {

// The pole pairs of a Butterworth filter, as quality factors.
constexpr double kSecondOrderQ = std::numbers::sqrt2 / 2.0;
constexpr double kFourthOrderQs[] = {0.541196100146197, 1.306562964876377};

}  // namespace

Result<HighPass> HighPass::create(const HighPassSpec& spec) {
    const ValueRange ranges[] = {{"sample rate", spec.sample_rate, 8000.0, 384000.0},
                                 {"number of channels", static_cast<double>(spec.channels), 1.0, 8.0},
                                 {"cutoff in Hz", spec.cutoff_hz, 10.0, 2000.0}};
    if (auto checked = check_ranges("high-pass", ranges); !checked) return fail(checked.error());
    return HighPass(spec);
}

HighPass::HighPass(const HighPassSpec& spec)
    : channels_(spec.channels),
      section_count_(spec.order == HighPassOrder::second ? 1 : 2),
      memory_(section_count_ * spec.channels) {
    const auto section = [&](double q) {
        return design_biquad({.kind = BandKind::high_pass, .center_hz = spec.cutoff_hz, .width = q}, spec.sample_rate);
    };
    if (spec.order == HighPassOrder::second) {
        sections_[0] = section(kSecondOrderQ);
    } else {
        for (std::size_t i = 0; i < kMaxSections; ++i) sections_[i] = section(kFourthOrderQs[i]);
    }
}

void HighPass::process(AudioBlock block) noexcept {
    assert(block.empty() || block.channels() == channels_);
    float* sample = block.data();
    for (std::size_t frame = 0; frame < block.frames(); ++frame) {
        for (std::size_t channel = 0; channel < channels_; ++channel, ++sample) {
            double value = usable(*sample);
            for (std::size_t i = 0; i < section_count_; ++i) {
                const BiquadCoefficients& c = sections_[i];
                Memory& memory = memory_[i * channels_ + channel];
                const double filtered = c.b0 * value + memory.first;
                memory.first = c.b1 * value - c.a1 * filtered + memory.second;
                memory.second = c.b2 * value - c.a2 * filtered;
                value = filtered;
            }
            *sample = static_cast<float>(value);
        }
    }
}

void HighPass::reset() noexcept { std::fill(memory_.begin(), memory_.end(), Memory{}); }

}  // namespace attacca::dsp
