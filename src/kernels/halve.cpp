#include "attacca/kernels/halve.h"

#include <algorithm>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/halve.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

template <class Tag>
HWY_INLINE void halve_lanes(Tag tag, const HalfBand& filter, const float* evens, const float* odds, float* out) {
    auto sum = hn::Mul(hn::Set(tag, 0.5F), hn::LoadU(tag, evens + filter.taps));
    for (std::size_t i = 0; i < filter.taps; ++i) {
        const auto pair = hn::Add(hn::LoadU(tag, odds + filter.taps + i), hn::LoadU(tag, odds + filter.taps - 1 - i));
        sum = hn::MulAdd(hn::Set(tag, filter.arm[i]), pair, sum);
    }
    hn::StoreU(sum, tag, out);
}

void halve(const HalfBand& filter, const float* evens, const float* odds, std::size_t count, float* out) {
    constexpr hn::ScalableTag<float> kMany;
    constexpr hn::CappedTag<float, 1> kOne;
    const std::size_t lanes = hn::Lanes(kMany);
    std::size_t n = 0;
    for (; n + lanes <= count; n += lanes) halve_lanes(kMany, filter, evens + n, odds + n, out + n);
    for (; n < count; ++n) halve_lanes(kOne, filter, evens + n, odds + n, out + n);
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(halve);

void halve(const HalfBand& filter, const float* evens, const float* odds, std::size_t count, float* out) noexcept {
    HWY_DYNAMIC_DISPATCH(halve)(filter, evens, odds, count, out);
}

}  // namespace attacca::kernels
#endif
