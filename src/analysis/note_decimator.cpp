#include "analysis/note_decimator.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "attacca/kernels/halve.h"

namespace attacca::analysis {

HalfRate::HalfRate() : evens_(kHistory + kLongest), odds_(kHistory + kLongest), out_(kLongest) {
    constexpr double kHalf = 2.0 * kArm;
    double total = 0.0;
    for (std::size_t i = 0; i < kArm; ++i) {
        const double place = 2.0 * static_cast<double>(i) + 1.0;
        const double turn = std::numbers::pi * place;
        const double window = 0.42 + 0.5 * std::cos(turn / kHalf) + 0.08 * std::cos(2.0 * turn / kHalf);  // Blackman's.
        arm_[i] = static_cast<float>(window * std::sin(turn / 2.0) / turn);
        total += static_cast<double>(arm_[i]);
    }
    for (float& coefficient : arm_) coefficient *= static_cast<float>(0.25 / total);  // 1 at 0 Hz, 0 at half the rate.
}

std::span<const float> HalfRate::process(std::span<const float> samples) noexcept {
    assert(samples.size() <= kLongest);
    for (const float sample : samples) {
        AlignedBuffer<float>& of_parity = come_ % 2 == 0 ? evens_ : odds_;
        of_parity[kHistory + come_ / 2] = sample;
        ++come_;
    }
    const std::size_t count = come_ / 2;
    kernels::halve({arm_.data(), kArm}, evens_.data(), odds_.data(), count, out_.data());
    const bool odd_one = come_ % 2 == 1;
    std::copy_n(evens_.data() + count, kHistory + (odd_one ? 1 : 0), evens_.data());
    std::copy_n(odds_.data() + count, kHistory, odds_.data());
    come_ = odd_one ? 1 : 0;
    return {out_.data(), count};
}

void HalfRate::reset() noexcept {
    std::ranges::fill(evens_.span(), 0.0F);
    std::ranges::fill(odds_.span(), 0.0F);
    come_ = 0;
}

NoteDecimator::NoteDecimator(double sample_rate) {
    for (; sample_rate >= 32000.0; sample_rate /= 2.0) stages_.emplace_back();
}

std::span<const float> NoteDecimator::process(std::span<const float> samples) noexcept {
    for (HalfRate& stage : stages_) samples = stage.process(samples);
    return samples;
}

void NoteDecimator::reset() noexcept {
    for (HalfRate& stage : stages_) stage.reset();
}

}  // namespace attacca::analysis
