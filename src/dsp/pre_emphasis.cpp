#include "attacca/dsp/pre_emphasis.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "attacca/base/value_range.h"
#include "dsp/usable_sample.h"

namespace attacca::dsp {
namespace {

constexpr double kNamedRate_hz = 16000.0;  // The rate that coefficients are given for.

}  // namespace

Result<PreEmphasis> PreEmphasis::create(const PreEmphasisSpec& spec) {
    const ValueRange ranges[] = {{"sample rate", spec.sample_rate, 8000.0, 384000.0},
                                 {"number of channels", static_cast<double>(spec.channels), 1.0, 8.0},
                                 {"coefficient", spec.coefficient, 0.0, 0.99}};
    if (auto checked = check_ranges("pre-emphasis", ranges); !checked) return fail(checked.error());
    return PreEmphasis(spec);
}

PreEmphasis::PreEmphasis(const PreEmphasisSpec& spec)
    : taken_(std::pow(spec.coefficient, kNamedRate_hz / spec.sample_rate)),
      gain_((1.0 - spec.coefficient) / (1.0 - taken_)),
      before_(spec.channels) {}

void PreEmphasis::process(AudioBlock block) noexcept {
    assert(block.empty() || block.channels() == before_.size());
    float* sample = block.data();
    for (std::size_t frame = 0; frame < block.frames(); ++frame) {
        for (float& before : before_) {
            const float now = usable(*sample);
            *sample++ = static_cast<float>(gain_ * (now - taken_ * before));
            before = now;
        }
    }
}

void PreEmphasis::reset() noexcept { std::fill(before_.begin(), before_.end(), 0.0F); }

}  // namespace attacca::dsp
