#include "analysis/note_decimator.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace attacca::analysis {

NoteDecimator::NoteDecimator(double sample_rate) {
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
    for (; sample_rate >= 32000.0; sample_rate /= 2.0) stages_.emplace_back();
}

bool NoteDecimator::push(float& sample) noexcept {
    return std::all_of(stages_.begin(), stages_.end(), [&](Stage& stage) { return stage.push(sample, arm_); });
}

bool NoteDecimator::Stage::push(float& sample, const std::array<float, kArm>& arm) noexcept {
    if (filled == history.size()) {
        std::copy_n(history.end() - (kLength - 1), kLength - 1, history.begin());
        filled = kLength - 1;
    }
    history[filled++] = sample;
    odd = !odd;
    if (odd) return false;
    const float* center = history.data() + filled - 2 * kArm;
    float sum = 0.5F * *center;
    for (std::size_t i = 0; i < kArm; ++i) {
        const auto place = static_cast<std::ptrdiff_t>(2 * i + 1);
        sum += arm[i] * (center[-place] + center[place]);
    }
    sample = sum;
    return true;
}

void NoteDecimator::reset() noexcept {
    for (Stage& stage : stages_) stage = {};
}

}  // namespace attacca::analysis
