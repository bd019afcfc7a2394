#include "dsp/limiter_gain.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attacca::dsp {
namespace {

/// Where the exponential has faded, the return ends at this pace.
constexpr double kLastOctavesPerSecond = 0.05;

}  // namespace

LimiterGain::LimiterGain(const Spec& spec)
    : candidates_(spec.lookahead_frames + spec.hold_frames + 2),
      window_frames_(spec.lookahead_frames + spec.hold_frames),
      settled_frames_(2 * spec.lookahead_frames + 4),
      quiet_frames_(settled_frames_) {
    assert(spec.lookahead_frames >= 4 && spec.sample_rate > 0 && spec.release_ms > 0);
    // Averages of lengths that sum to n + 2 span n frames together; n is the look-ahead and the frame itself.
    std::size_t left = spec.lookahead_frames + 3;
    double product = 1.0;
    for (std::size_t i = 0; i < averages_.size(); ++i) {
        const std::size_t length = left / (averages_.size() - i);
        averages_[i].values.resize(length);
        left -= length;
        product *= static_cast<double>(length);
    }
    octaves_per_sum_ = 1.0 / (product * kStepsPerOctave);
    const double share = -std::expm1(-1000.0 / (spec.release_ms * spec.sample_rate));
    release_share_ = std::llround(share * 0x1p32);
    release_floor_ = static_cast<std::int32_t>(std::ceil(kLastOctavesPerSecond * kStepsPerOctave / spec.sample_rate));
}

void LimiterGain::reset() noexcept {
    for (MovingSum& average : averages_) {
        std::fill(average.values.begin(), average.values.end(), 0);
        average.place = 0;
        average.sum = 0;
    }
    first_ = 0;
    count_ = 0;
    held_ = 0;
    frame_ = 0;
    quiet_frames_ = settled_frames_;
}

std::int64_t LimiterGain::next(std::int32_t required) noexcept {
    const std::int32_t ahead = sliding_maximum(required);
    const auto given_back = static_cast<std::int32_t>((held_ * release_share_) >> 32);
    held_ = std::max(ahead, held_ - std::max(given_back, release_floor_));
    held_ = std::max(held_, 0);
    quiet_frames_ = held_ > 0 ? 0 : quiet_frames_ + 1;
    std::int64_t sum = held_;
    for (MovingSum& average : averages_) sum = average.next(sum);
    return sum;
}

float LimiterGain::gain(std::int64_t sum) const noexcept {
    return sum == 0 ? 1.0F : std::exp2(static_cast<float>(-octaves_per_sum_ * static_cast<double>(sum)));
}

std::int32_t LimiterGain::sliding_maximum(std::int32_t required) noexcept {
    const std::size_t size = candidates_.size();
    const auto wrapped = [size](std::size_t index) { return index < size ? index : index - size; };
    if (count_ > 0 && candidates_[first_].frame + window_frames_ < frame_) {
        first_ = wrapped(first_ + 1);
        --count_;
    }
    if (required > 0) {
        while (count_ > 0 && candidates_[wrapped(first_ + count_ - 1)].value <= required) --count_;
        candidates_[wrapped(first_ + count_)] = {.value = required, .frame = frame_};
        ++count_;
    }
    ++frame_;
    return count_ > 0 ? candidates_[first_].value : 0;
}

std::int64_t LimiterGain::MovingSum::next(std::int64_t value) noexcept {
    sum += value - values[place];
    values[place] = value;
    place = place + 1 == values.size() ? 0 : place + 1;
    return sum;
}

}  // namespace attacca::dsp
