#include "attacca/kernels/true_peak.h"

#include <bit>
#include <cstdint>

#include "kernels/true_peak_taps.h"

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/true_peak.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// The results for the vector of samples that `samples` points at.
template <class D>
HWY_INLINE hn::Vec<D> peaks_of_vector(D d, const TruePeakTaps& taps, const float* samples, std::ptrdiff_t stride) {
    auto even1 = hn::Zero(d), even2 = hn::Zero(d), even3 = hn::Zero(d), even4 = hn::Zero(d);
    auto odd1 = hn::Zero(d), odd2 = hn::Zero(d), odd3 = hn::Zero(d);
    const float* before = samples;
    const float* after = samples + stride;
    for (const auto& row : taps.rows) {
        const auto u = hn::LoadU(d, before);
        const auto v = hn::LoadU(d, after);
        const auto sum = hn::Add(u, v);
        const auto difference = hn::Sub(u, v);
        even1 = hn::MulAdd(sum, hn::Set(d, row[0]), even1);
        odd1 = hn::MulAdd(difference, hn::Set(d, row[1]), odd1);
        even2 = hn::MulAdd(sum, hn::Set(d, row[2]), even2);
        odd2 = hn::MulAdd(difference, hn::Set(d, row[3]), odd2);
        even3 = hn::MulAdd(sum, hn::Set(d, row[4]), even3);
        odd3 = hn::MulAdd(difference, hn::Set(d, row[5]), odd3);
        even4 = hn::MulAdd(sum, hn::Set(d, row[6]), even4);
        before -= stride;
        after += stride;
    }
    // |even + odd| and |even − odd|: the larger is |even| + |odd|.
    const auto outer = hn::Max(hn::Add(hn::Abs(even1), hn::Abs(odd1)), hn::Add(hn::Abs(even2), hn::Abs(odd2)));
    const auto inner = hn::Max(hn::Add(hn::Abs(even3), hn::Abs(odd3)), hn::Abs(even4));
    return hn::Max(hn::Max(outer, inner), hn::Abs(hn::LoadU(d, samples)));
}

void true_peaks_path(const float* samples, std::size_t stride, std::size_t count, float* peaks) {
    const TruePeakTaps& taps = true_peak_taps();
    const auto step = static_cast<std::ptrdiff_t>(stride);
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        hn::StoreU(peaks_of_vector(d, taps, samples + i, step), d, peaks + i);
    }
    const hn::CappedTag<float, 1> one;
    for (; i < count; ++i) hn::StoreU(peaks_of_vector(one, taps, samples + i, step), one, peaks + i);
}

// The bits of a magnitude order like the magnitude, and NaN and infinity come last: compared so, they cannot hide.
PeakBound peak_bound_path(const float* samples, std::size_t stride, std::size_t count) {
    const hn::ScalableTag<float> d;
    const hn::RebindToSigned<decltype(d)> bits;
    const std::size_t lanes = hn::Lanes(d);
    const auto two = hn::Set(d, 2.0F);
    auto peak = hn::Zero(bits);
    auto curvature = hn::Zero(bits);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        const auto x0 = hn::LoadU(d, samples + i);
        const auto x1 = hn::LoadU(d, samples + i + stride);
        const auto x2 = hn::LoadU(d, samples + i + 2 * stride);
        const auto bend = hn::Sub(hn::Add(x0, x2), hn::Mul(two, x1));
        peak = hn::Max(peak, hn::BitCast(bits, hn::Abs(x0)));
        curvature = hn::Max(curvature, hn::BitCast(bits, hn::Abs(bend)));
    }
    std::int32_t peak_bits = hn::GetLane(hn::MaxOfLanes(bits, peak));
    std::int32_t curvature_bits = hn::GetLane(hn::MaxOfLanes(bits, curvature));
    const auto magnitude_bits = [](float value) { return std::bit_cast<std::int32_t>(value) & 0x7FFFFFFF; };
    for (; i < count; ++i) {
        const float bend = samples[i] - 2.0F * samples[i + stride] + samples[i + 2 * stride];
        curvature_bits = HWY_MAX(curvature_bits, magnitude_bits(bend));
        peak_bits = HWY_MAX(peak_bits, magnitude_bits(samples[i]));
    }
    for (; i < count + 2 * stride; ++i) peak_bits = HWY_MAX(peak_bits, magnitude_bits(samples[i]));
    return {.peak = std::bit_cast<float>(peak_bits), .curvature = std::bit_cast<float>(curvature_bits)};
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(true_peaks_path);
HWY_EXPORT(peak_bound_path);

void true_peaks(const float* samples, std::size_t stride, std::size_t count, float* peaks) noexcept {
    HWY_DYNAMIC_DISPATCH(true_peaks_path)(samples, stride, count, peaks);
}

PeakBound peak_bound(const float* samples, std::size_t stride, std::size_t count) noexcept {
    return HWY_DYNAMIC_DISPATCH(peak_bound_path)(samples, stride, count);
}

float PeakBound::limit() const noexcept {
    const TruePeakTaps& taps = true_peak_taps();
    return static_cast<float>(taps.peak_factor * peak + taps.curvature_factor * curvature) * 1.0001F;
}

}  // namespace attacca::kernels
#endif
