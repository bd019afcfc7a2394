#include "attacca/kernels/log_mel.h"

#include <algorithm>
#include <cassert>

#include "kernels/log_mel_layout.h"

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/log_mel.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernels/log_mel_transform-inl.h"
#include "kernels/logarithm-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
constexpr hn::CappedTag<float, kMelGroup> kFrames;  // One to a lane.
using V = hn::Vec<decltype(kFrames)>;
using C = Complex<V>;
constexpr std::size_t kLanes = hn::MaxLanes(kFrames);
constexpr float kLargestSample = 1e6F;
constexpr float kLog10Of2 = 0.30102999566398120F;

/// rows[r] lane c becomes rows[c] lane r.
HWY_INLINE void transpose(V* rows) {
#if HWY_TARGET != HWY_SCALAR
    turn_lanes_to_rows<kLanes>(kFrames, rows);
#else
    (void)rows;
#endif
}

/// `first` is the first new hop's place in row 0.
void stand_hops_side_by_side(const float* samples, std::size_t hop, std::size_t hops, float* first) {
    for (std::size_t h = 0; h < hops; h += kLanes) {
        for (std::size_t next = 0; next < hop; next += kLanes) {
            const std::size_t n =
                std::min(next, hop - kLanes);  // The last rows overlap where they do not come out even.
            V rows[kLanes];
            for (std::size_t i = 0; i < kLanes; ++i) rows[i] = hn::LoadU(kFrames, samples + (h + i) * hop + n);
            transpose(rows);
            for (std::size_t i = 0; i < kLanes; ++i) hn::StoreU(rows[i], kFrames, first + (n + i) * kColumnStride + h);
        }
    }
}

/// The newest hops but one stay for the next call.
void keep_newest(float* columns, std::size_t hop, std::size_t hops) {
    constexpr hn::CappedTag<float, kMostMelHops> kept;
    for (float* row = columns; row < columns + hop * kColumnStride; row += kColumnStride) {
        for (std::size_t i = 0; i < kMostMelHops; i += hn::Lanes(kept)) {
            hn::StoreU(hn::LoadU(kept, row + hops + i), kept, row + i);
        }
    }
}

HWY_INLINE V broadcast(const float* value) { return hn::Set(kFrames, *value); }

/// The first step: windowed samples to r/2 rows of 25 complex values, twiddles included.
template <std::size_t kRows>
void transform_columns(const LogMelPlan& plan, const float* frames, float* work) {
    const std::uint32_t* places = plan.sample_places.data();
    const float* window = plan.window.data();
    const float* twiddles = plan.twiddles.data();
    for (std::size_t column = 0; column < kMelRadix; ++column) {
        V x[kRows];
        HWY_UNROLL(32)
        for (std::size_t i = 0; i < kRows; ++i) {
            x[i] = hn::Mul(hn::LoadU(kFrames, frames + places[i]), broadcast(window + i));
        }
        RealBins<kRows, V> bins;
        real_dft(kFrames, x, bins);
        float* place = work + 2 * kLanes * column;
        hn::StoreU(bins.first, kFrames, place);
        // The middle row's factors, times those that move its frequencies onto those of row 0, are ±1: its transform
        // is one of real values, and goes along as the imaginary part of another.
        hn::StoreU(hn::Mul(bins.last, broadcast(twiddles)), kFrames, place + kLanes);
        ++twiddles;
        HWY_UNROLL(16)
        for (std::size_t row = 1; row < kRows / 2; ++row, twiddles += 2) {
            const C turned = bins.between[row] * C{broadcast(twiddles), broadcast(twiddles + 1)};
            place += kRowVectors * kLanes;
            hn::StoreU(turned.re, kFrames, place);
            hn::StoreU(turned.im, kFrames, place + kLanes);
        }
        places += kRows;
        window += kRows;
    }
}

template <MelSpectrum kSpectrum>
HWY_INLINE void store_bin(V power, float* place) {
    hn::StoreU(kSpectrum == MelSpectrum::magnitude ? hn::Sqrt(power) : power, kFrames, place);
}

/// Row 0, in place: two real sequences in one transform, told apart by their symmetry.
template <MelSpectrum kSpectrum, class Load>
void transform_first_row(Load load, float* row) {
    C bins[kMelRadix];
    dft25(kFrames, load, [&bins](std::size_t k, const C& bin) HWY_ATTR { bins[k] = bin; });
    store_bin<kSpectrum>(hn::Mul(bins[0].re, bins[0].re), row);
    store_bin<kSpectrum>(hn::Mul(bins[0].im, bins[0].im), row + kLanes);
    const V quarter = hn::Set(kFrames, 0.25F);
    for (std::size_t k = 1; k <= kMelRadix / 2; ++k) {
        const C sum = bins[k] + bins[kMelRadix - k];
        const C difference = bins[k] - bins[kMelRadix - k];
        const V first = hn::MulAdd(sum.re, sum.re, hn::Mul(difference.im, difference.im));
        const V second = hn::MulAdd(difference.re, difference.re, hn::Mul(sum.im, sum.im));
        store_bin<kSpectrum>(hn::Mul(first, quarter), row + 2 * k * kLanes);
        store_bin<kSpectrum>(hn::Mul(second, quarter), row + (2 * k + 1) * kLanes);
    }
}

/// The second step, in place: each row of 25 complex values becomes the spectrum of its bins.
template <MelSpectrum kSpectrum>
void transform_rows(std::size_t rows, float* work) {
    float* row = work;
    const auto load = [&row](std::size_t k) HWY_ATTR {
        return C{hn::LoadU(kFrames, row + 2 * k * kLanes), hn::LoadU(kFrames, row + (2 * k + 1) * kLanes)};
    };
    transform_first_row<kSpectrum>(load, row);
    for (std::size_t i = 1; i < rows / 2; ++i) {
        row += kRowVectors * kLanes;
        dft25(kFrames, load, [row](std::size_t k, const C& bin) HWY_ATTR {
            store_bin<kSpectrum>(hn::MulAdd(bin.re, bin.re, hn::Mul(bin.im, bin.im)), row + k * kLanes);
        });
    }
}

/// Filters, logarithm and range of the first `count` lanes, each lane a frame to write.
void filter_frames(const LogMelPlan& plan, const float* spectrum, std::size_t count, float* frames) {
    const V floor = hn::Set(kFrames, plan.scale.floor);
    const V scale = hn::Set(kFrames, plan.scale.scale * kLog10Of2);
    const V offset = hn::Set(kFrames, plan.scale.offset);
    const V lowest = hn::Set(kFrames, plan.scale.lowest);
    const V highest = hn::Set(kFrames, plan.scale.highest);
    const std::uint32_t* ends = plan.filter_ends.data();
    const std::uint32_t* places = plan.filter_places.data();
    const float* weights = plan.filter_weights.data();
    std::size_t next = 0;
    for (std::size_t bin = 0; bin < plan.bins(); bin += kLanes) {
        V values[kLanes];
        for (std::size_t i = 0; i < kLanes; ++i) {
            V sum = hn::Zero(kFrames);
            for (const std::size_t end = ends[bin + i]; next < end; ++next) {
                sum = hn::MulAdd(hn::LoadU(kFrames, spectrum + places[next] * kLanes), broadcast(weights + next), sum);
            }
            values[i] = sum;
        }
        // Apart from the sums, which the logarithm's long chain would keep from starting.
        for (V& value : values) {
            const V level = hn::MulAdd(log2_of(kFrames, hn::Max(value, floor)), scale, offset);
            value = hn::Min(hn::Max(level, lowest), highest);
        }
        transpose(values);
        for (std::size_t i = 0; i < std::min(kLanes, count); ++i) {
            hn::StoreU(values[i], kFrames, frames + i * plan.bins() + bin);
        }
    }
}

void make_frames(const LogMelPlan& plan, const float* samples, std::size_t hops, float* columns, float* work,
                 float* frames) {
    stand_hops_side_by_side(samples, plan.hop, hops, columns + plan.hops - 1);
    for (std::size_t frame = 0; frame < hops; frame += kLanes) {
        if (plan.rows == 16) {
            transform_columns<16>(plan, columns + frame, work);
        } else {
            transform_columns<32>(plan, columns + frame, work);
        }
        if (plan.spectrum == MelSpectrum::power) {
            transform_rows<MelSpectrum::power>(plan.rows, work);
        } else {
            transform_rows<MelSpectrum::magnitude>(plan.rows, work);
        }
        filter_frames(plan, work, hops - frame, frames + frame * plan.bins());
    }
    keep_newest(columns, plan.hop, hops);
}

std::size_t emphasize(const float* in, std::size_t count, float emphasis, float before, float* out) {
    if (count == 0) return 0;
    const auto emphasized = [emphasis](auto d, auto x, auto earlier, float* place) HWY_ATTR {
        const auto largest = hn::Set(d, kLargestSample);
        const auto good = hn::Le(hn::Abs(x), largest);
        const auto kept = hn::IfThenElseZero(hn::Le(hn::Abs(earlier), largest), earlier);
        hn::StoreU(hn::NegMulAdd(kept, hn::Set(d, emphasis), hn::IfThenElseZero(good, x)), d, place);
        return hn::AllTrue(d, good) ? 0 : hn::Lanes(d) - hn::CountTrue(d, good);
    };
    const hn::ScalableTag<float> d;
    const hn::CappedTag<float, 1> one;
    std::size_t rejected = emphasized(one, hn::Set(one, in[0]), hn::Set(one, before), out);
    std::size_t i = 1;
    for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
        rejected += emphasized(d, hn::LoadU(d, in + i), hn::LoadU(d, in + i - 1), out + i);
    }
    for (; i < count; ++i) rejected += emphasized(one, hn::Set(one, in[i]), hn::Set(one, in[i - 1]), out + i);
    return rejected;
}

void limit(float* values, std::size_t count, const MelRange& range) {
    const hn::ScalableTag<float> d;
    const hn::CappedTag<float, 1> one;
    const std::size_t whole = count - count % hn::Lanes(d);
    auto largest_of_lanes = hn::Set(d, values[0]);
    for (std::size_t i = 0; i < whole; i += hn::Lanes(d))
        largest_of_lanes = hn::Max(largest_of_lanes, hn::LoadU(d, values + i));
    float largest = hn::GetLane(hn::MaxOfLanes(d, largest_of_lanes));
    for (std::size_t i = whole; i < count; ++i) largest = std::max(largest, values[i]);

    std::size_t i = 0;
    const auto run = [&](auto tag) HWY_ATTR {
        const auto least = hn::Set(tag, largest - range.range);
        for (; i + hn::Lanes(tag) <= count; i += hn::Lanes(tag)) {
            const auto raised = hn::Max(hn::LoadU(tag, values + i), least);
            hn::StoreU(hn::MulAdd(raised, hn::Set(tag, range.scale), hn::Set(tag, range.offset)), tag, values + i);
        }
    };
    run(d);
    run(one);
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(make_frames);
HWY_EXPORT(emphasize);
HWY_EXPORT(limit);

void begin_log_mel(const LogMelPlan& plan, const float* samples, float* columns) noexcept {
    std::fill_n(columns, plan.columns_size(), 0.0F);
    for (std::size_t h = 0; h + 1 < plan.hops; ++h) {
        for (std::size_t n = 0; n < plan.hop; ++n) columns[n * kColumnStride + h] = samples[h * plan.hop + n];
    }
}

void log_mel_frames(const LogMelPlan& plan, const float* samples, std::size_t hops, float* columns, float* work,
                    float* frames) noexcept {
    assert(hops >= 1 && hops <= kMelGroup);
    HWY_DYNAMIC_DISPATCH(make_frames)(plan, samples, hops, columns, work, frames);
}

std::size_t emphasize_finite(const float* in, std::size_t count, float emphasis, float& before, float* out) noexcept {
    const std::size_t rejected = HWY_DYNAMIC_DISPATCH(emphasize)(in, count, emphasis, before, out);
    if (count > 0) before = in[count - 1];
    return rejected;
}

void limit_range(float* values, std::size_t count, const MelRange& range) noexcept {
    if (count > 0) HWY_DYNAMIC_DISPATCH(limit)(values, count, range);
}

}  // namespace attacca::kernels
#endif
