#include "attacca/kernels/gain.h"

#include <cassert>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/gain.cpp"
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

void scale(float* samples, std::size_t count, float gain) {
    const std::size_t lanes = hn::Lanes(kFloats);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        hn::StoreU(hn::Mul(hn::LoadU(kFloats, samples + i), hn::Set(kFloats, gain)), kFloats, samples + i);
    }
    for (; i < count; ++i) samples[i] *= gain;
}

void add_scaled(const float* in, float* sum, std::size_t count, float gain) {
    const std::size_t lanes = hn::Lanes(kFloats);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        const auto total = hn::MulAdd(hn::LoadU(kFloats, in + i), hn::Set(kFloats, gain), hn::LoadU(kFloats, sum + i));
        hn::StoreU(total, kFloats, sum + i);
    }
    for (; i < count; ++i) sum[i] += in[i] * gain;
}

// Visits every sample with the ramp's value at its frame: `channels` vectors hold a whole number of frames, so
// the frame of each lane among them is a table made once.
template <class VectorStep, class SampleStep>
HWY_INLINE void each_ramped(std::size_t frames, std::size_t channels, GainRamp ramp, VectorStep vector_step,
                            SampleStep sample_step) {
    if (frames == 0) return;
    const std::size_t lanes = hn::Lanes(kFloats);
    const float step = (ramp.to - ramp.from) / static_cast<float>(frames);
    HWY_ALIGN float offsets[kMaxChannels * kMaxLanes];
    for (std::size_t s = 0; s < channels * lanes; ++s) offsets[s] = step * static_cast<float>(s / channels);

    std::size_t frame = 0;
    for (; frame + lanes <= frames; frame += lanes) {
        const auto base = hn::Set(kFloats, ramp.from + step * static_cast<float>(frame));
        for (std::size_t k = 0; k < channels; ++k) {
            vector_step(frame * channels + k * lanes, hn::Add(base, hn::Load(kFloats, offsets + k * lanes)));
        }
    }
    for (; frame < frames; ++frame) {
        const float value = ramp.from + step * static_cast<float>(frame);
        for (std::size_t c = 0; c < channels; ++c) sample_step(frame * channels + c, value);
    }
}

void scale_ramped(float* interleaved, std::size_t frames, std::size_t channels, GainRamp ramp) {
    each_ramped(
        frames, channels, ramp,
        [&](std::size_t at, FloatVec gain)
            HWY_ATTR { hn::StoreU(hn::Mul(hn::LoadU(kFloats, interleaved + at), gain), kFloats, interleaved + at); },
        [&](std::size_t at, float gain) { interleaved[at] *= gain; });
}

void fade(const float* from, const float* to, float* out, std::size_t frames, std::size_t channels, GainRamp share) {
    each_ramped(
        frames, channels, share,
        [&](std::size_t at, FloatVec part) HWY_ATTR {
            const auto start = hn::LoadU(kFloats, from + at);
            const auto way = hn::Sub(hn::LoadU(kFloats, to + at), start);
            hn::StoreU(hn::MulAdd(part, way, start), kFloats, out + at);
        },
        [&](std::size_t at, float part) { out[at] = from[at] + part * (to[at] - from[at]); });
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(scale);
HWY_EXPORT(add_scaled);
HWY_EXPORT(scale_ramped);
HWY_EXPORT(fade);

void apply_gain(float* samples, std::size_t count, float gain) noexcept {
    if (gain == 1.0F) return;
    HWY_DYNAMIC_DISPATCH(scale)(samples, count, gain);
}

void apply_gain_ramp(float* interleaved, std::size_t frames, std::size_t channels, GainRamp ramp) noexcept {
    assert(channels >= 1 && channels <= 8 && frames < (std::size_t{1} << 24));
    if (ramp.from == ramp.to) return apply_gain(interleaved, frames * channels, ramp.to);
    HWY_DYNAMIC_DISPATCH(scale_ramped)(interleaved, frames, channels, ramp);
}

void mix_add(const float* in, float* sum, std::size_t count, float gain) noexcept {
    HWY_DYNAMIC_DISPATCH(add_scaled)(in, sum, count, gain);
}

void crossfade(const float* from, const float* to, float* out, std::size_t frames, std::size_t channels,
               GainRamp share) noexcept {
    assert(channels >= 1 && channels <= 8 && frames < (std::size_t{1} << 24));
    HWY_DYNAMIC_DISPATCH(fade)(from, to, out, frames, channels, share);
}

}  // namespace attacca::kernels
#endif
