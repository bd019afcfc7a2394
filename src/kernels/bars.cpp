#include "attacca/kernels/bars.h"

#include <algorithm>
#include <cstdint>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/bars.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernels/logarithm-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

constexpr float kLargestSum = 1e12F;
constexpr float kFloorDb = -120.0F;
constexpr float kFloorPower = 1e-12F;
constexpr float kDbOfTwo = 3.0102999566398120F;

void sum_bins(const float* bins, const BinRange* ranges, std::size_t count, float scale, float* sums) {
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    for (std::size_t bar = 0; bar < count; ++bar) {
        const float* bin = bins + ranges[bar].first;
        std::size_t left = ranges[bar].count;
        auto one = hn::Zero(d);
        auto other = hn::Zero(d);  // One sum would wait for itself.
        for (; left >= 2 * lanes; left -= 2 * lanes, bin += 2 * lanes) {
            one = hn::Add(one, hn::LoadU(d, bin));
            other = hn::Add(other, hn::LoadU(d, bin + lanes));
        }
        if (left >= lanes) {
            one = hn::Add(one, hn::LoadU(d, bin));
            left -= lanes;
            bin += lanes;
        }
        if (left > 0) other = hn::Add(other, hn::IfThenElseZero(hn::FirstN(d, left), hn::LoadU(d, bin)));
        const float sum = scale * hn::GetLane(hn::SumOfLanes(d, hn::Add(one, other)));
        sums[bar] = sum < kLargestSum ? sum : 0.0F;  // NaN is not less.
    }
}

/// Calls visit(d, i) for whole vectors, then for what is left one by one.
template <class Visit>
HWY_INLINE void for_each_vector(std::size_t count, Visit visit) {
    const hn::ScalableTag<float> d;
    std::size_t i = 0;
    for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) visit(d, i);
    for (; i < count; ++i) visit(hn::CappedTag<float, 1>(), i);
}

void move_bars(const float* newest, const BarMotion& motion, const BarLevels& bars) {
    for_each_vector(bars.count, [&](auto d, std::size_t i) HWY_ATTR {
        const auto powers = hn::MulAdd(hn::Set(d, motion.kept), hn::LoadU(d, bars.powers + i),
                                       hn::Mul(hn::Set(d, 1.0F - motion.kept), hn::LoadU(d, newest + i)));
        const auto peaks = hn::LoadU(d, bars.peaks + i);
        const auto rises = hn::Ge(powers, peaks);
        const auto age = hn::IfThenZeroElse(rises, hn::Add(hn::LoadU(d, bars.peak_ages + i), hn::Set(d, 1.0F)));
        const auto fallen = hn::Max(powers, hn::Mul(peaks, hn::Set(d, motion.fall)));
        const auto held = hn::IfThenElse(hn::Gt(age, hn::Set(d, motion.hold_hops)), fallen, peaks);
        hn::StoreU(powers, d, bars.powers + i);
        hn::StoreU(hn::IfThenElse(rises, powers, held), d, bars.peaks + i);
        hn::StoreU(age, d, bars.peak_ages + i);
    });
}

void power_to_db(const float* powers, std::size_t count, float scale, float* levels) {
    for_each_vector(count, [&](auto d, std::size_t i) HWY_ATTR {
        const auto power = hn::Mul(hn::Set(d, scale), hn::LoadU(d, powers + i));
        const auto audible = hn::Gt(power, hn::Set(d, kFloorPower));
        // Infinity has no logarithm that a level could be; a NaN is not audible.
        const auto finite = hn::IfThenElse(hn::Lt(power, hn::Set(d, 3e38F)), power, hn::Set(d, 3e38F));
        const auto level = hn::Mul(log2_of(d, hn::IfThenElse(audible, finite, hn::Set(d, 1.0F))), hn::Set(d, kDbOfTwo));
        hn::StoreU(hn::IfThenElse(audible, level, hn::Set(d, kFloorDb)), d, levels + i);
    });
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(sum_bins);
HWY_EXPORT(move_bars);
HWY_EXPORT(power_to_db);

void sum_bins(const float* bins, std::span<const BinRange> ranges, float scale, float* sums) noexcept {
    HWY_DYNAMIC_DISPATCH(sum_bins)(bins, ranges.data(), ranges.size(), scale, sums);
}

void move_bars(const float* newest, const BarMotion& motion, const BarLevels& bars) noexcept {
    HWY_DYNAMIC_DISPATCH(move_bars)(newest, motion, bars);
}

void power_to_db(const float* powers, std::size_t count, float scale, float* levels) noexcept {
    HWY_DYNAMIC_DISPATCH(power_to_db)(powers, count, scale, levels);
}

}  // namespace attacca::kernels
#endif
