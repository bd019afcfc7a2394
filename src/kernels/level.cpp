#include "attacca/kernels/level.h"

#include <algorithm>
#include <cassert>
#include <cmath>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/level.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
constexpr hn::ScalableTag<float> kFloats;
using FloatVec = hn::Vec<decltype(kFloats)>;
constexpr std::size_t kMaxChannels = 8;
constexpr std::size_t kMaxLanes = HWY_MAX_BYTES / sizeof(float);

// Squares are summed in float over this many vectors at most, then in double: the error stays at 1e-6.
constexpr std::size_t kVectorsPerSum = 64;

// Not Max: what it makes of NaN differs from path to path.
HWY_INLINE FloatVec larger(FloatVec best, FloatVec candidate) {
    return hn::IfThenElse(hn::Gt(candidate, best), candidate, best);
}

// `channels` vectors hold a whole number of frames: lane l of vector k always carries channel (k·lanes + l) mod
// channels, so each vector keeps its own maximum and sum, told apart at the end.
template <std::size_t kChannels>
void measure(const float* in, std::size_t frames, ChannelPower* powers) {
    const std::size_t lanes = hn::Lanes(kFloats);
    HWY_ALIGN float lane[kMaxLanes];
    FloatVec peaks[kChannels];
    for (auto& p : peaks) p = hn::Zero(kFloats);
    std::fill_n(powers, kChannels, ChannelPower{});

    std::size_t frame = 0;
    while (frame + lanes <= frames) {
        FloatVec sums[kChannels];
        for (auto& s : sums) s = hn::Zero(kFloats);
        for (std::size_t n = 0; n < kVectorsPerSum && frame + lanes <= frames; ++n, frame += lanes) {
            for (std::size_t k = 0; k < kChannels; ++k) {
                const auto x = hn::LoadU(kFloats, in + frame * kChannels + k * lanes);
                peaks[k] = larger(peaks[k], hn::Abs(x));
                sums[k] = hn::MulAdd(x, x, sums[k]);
            }
        }
        for (std::size_t k = 0; k < kChannels; ++k) {
            hn::Store(sums[k], kFloats, lane);
            for (std::size_t l = 0; l < lanes; ++l) {
                powers[(k * lanes + l) % kChannels].sum_of_squares += static_cast<double>(lane[l]);
            }
        }
    }
    for (std::size_t k = 0; k < kChannels; ++k) {
        hn::Store(peaks[k], kFloats, lane);
        for (std::size_t l = 0; l < lanes; ++l) {
            float& best = powers[(k * lanes + l) % kChannels].peak;
            best = std::max(best, lane[l]);
        }
    }
    for (; frame < frames; ++frame) {
        for (std::size_t c = 0; c < kChannels; ++c) {
            const float x = in[frame * kChannels + c];
            if (std::abs(x) > powers[c].peak) powers[c].peak = std::abs(x);
            powers[c].sum_of_squares += static_cast<double>(x) * static_cast<double>(x);
        }
    }
}

void measure_any(const float* in, std::size_t frames, std::size_t channels, ChannelPower* powers) {
    switch (channels) {
        case 1:
            return measure<1>(in, frames, powers);
        case 2:
            return measure<2>(in, frames, powers);
        case 3:
            return measure<3>(in, frames, powers);
        case 4:
            return measure<4>(in, frames, powers);
        case 5:
            return measure<5>(in, frames, powers);
        case 6:
            return measure<6>(in, frames, powers);
        case 7:
            return measure<7>(in, frames, powers);
        default:
            return measure<kMaxChannels>(in, frames, powers);
    }
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(measure_any);

// One channel of four times as many lanes would run no faster: both are bound by memory.
float peak(const float* samples, std::size_t count) noexcept {
    ChannelPower power;
    HWY_DYNAMIC_DISPATCH(measure_any)(samples, count, 1, &power);
    return power.peak;
}

double sum_of_squares(const float* samples, std::size_t count) noexcept {
    ChannelPower power;
    HWY_DYNAMIC_DISPATCH(measure_any)(samples, count, 1, &power);
    return power.sum_of_squares;
}

void measure_channels(const float* interleaved, std::size_t frames, std::size_t channels,
                      ChannelPower* powers) noexcept {
    assert(channels >= 1 && channels <= 8);
    HWY_DYNAMIC_DISPATCH(measure_any)(interleaved, frames, channels, powers);
}

}  // namespace attacca::kernels
#endif
