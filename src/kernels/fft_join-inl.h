// The last pass of a transform: joins what the lanes hold, takes a real signal's bins apart, and writes the result.
// Included once for each CPU path, after Highway.

#if defined(ATTACCA_FFT_JOIN) == defined(HWY_TARGET_TOGGLE)
#ifdef ATTACCA_FFT_JOIN
#undef ATTACCA_FFT_JOIN
#else
#define ATTACCA_FFT_JOIN
#endif

#include <algorithm>
#include <cstddef>

#include "attacca/kernels/fft.h"
#include "hwy/highway.h"
#include "kernels/fft_butterflies-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// A transform's state between two passes: vector k has its real parts at 2k, its imaginary parts at 2k + 1.
template <class D>
struct VectorPairs {
    D d;
    float* data;

    HWY_INLINE Complex<hn::Vec<D>> load(std::size_t k) const {
        const float* place = data + 2 * hn::Lanes(d) * k;
        return {hn::LoadU(d, place), hn::LoadU(d, place + hn::Lanes(d))};
    }
    HWY_INLINE void store(std::size_t k, const Complex<hn::Vec<D>>& value) const {
        float* place = data + 2 * hn::Lanes(d) * k;
        hn::StoreU(value.re, d, place);
        hn::StoreU(value.im, d, place + hn::Lanes(d));
    }
};

template <class D>
HWY_INLINE Complex<hn::Vec<D>> load_factor(D d, const float* place) {
    return VectorPairs<D>{d, const_cast<float*>(place)}.load(0);
}

/// An inverse transform is a forward one with real and imaginary parts swapped on the way in and out.
enum class Parts { as_they_are, swapped };

/// Whether the bins are the result, or are still to be taken apart into a real signal's.
enum class Signal { complex, real };

/// A bin, and the conjugate of the one that mirrors it.
template <class C>
struct BinPair {
    C low, high;
};

/// What bins k and length − k of the complex transform say about the real one's: `factor` is −i/2·exp(−πi·k/length).
/// With its conjugate, the other way round.
template <class D, class C>
HWY_INLINE BinPair<C> taken_apart(D d, const BinPair<C>& z, const C& factor) {
    const auto half = hn::Set(d, 0.5F);
    const C even = z.low + z.high;
    const C turned = (z.low - z.high) * factor;
    return {{hn::MulAdd(even.re, half, turned.re), hn::MulAdd(even.im, half, turned.im)},
            {hn::MulSub(even.re, half, turned.re), hn::MulSub(even.im, half, turned.im)}};
}

/// Where half a vector of bins from `bin` belongs, and where the same of the next row does: `rows_apart` later.
struct RowPair {
    std::size_t bin, rows_apart, length;
};

/// Writes complex values as std::complex stores them.
template <Signal kItsSignal, Parts kParts = Parts::as_they_are>
struct ValuesOut {
    static constexpr Signal kSignal = kItsSignal;
    float* out;
    float factor = 1.0F;

#if HWY_TARGET != HWY_SCALAR
    /// Lanes 0 1 | 2 3 of every block are neighbors of the one row | of the next.
    template <class D, class C = Complex<hn::Vec<D>>>
    HWY_INLINE void store(D d, const RowPair& place, const BinPair<C>& bins) const {
        constexpr std::size_t kHalf = hn::MaxLanes(D()) / 2;
        const C low = finished(d, bins.low);
        const C high = finished(d, C{bins.high.re, hn::Neg(bins.high.im)});
        hn::StoreU(hn::InterleaveLower(d, low.re, low.im), d, out + 2 * place.bin);
        hn::StoreU(hn::InterleaveUpper(d, low.re, low.im), d, out + 2 * (place.bin + place.rows_apart));
        const std::size_t mirror = place.length - place.bin - (kHalf - 1);
        const hn::Repartition<double, D> pairs;
        const auto reversed = [&](hn::Vec<D> v)
                                  HWY_ATTR { return hn::BitCast(d, hn::Reverse(pairs, hn::BitCast(pairs, v))); };
        const auto first = reversed(hn::InterleaveLower(d, high.re, high.im));
        if (kSignal == Signal::complex && place.bin == 0) {  // The mirror of bin 0 lies past the end.
            float kept[2 * kHalf];
            hn::StoreU(first, d, kept);
            std::copy_n(kept, 2 * (kHalf - 1), out + 2 * mirror);
        } else {
            hn::StoreU(first, d, out + 2 * mirror);
        }
        const auto second = reversed(hn::InterleaveUpper(d, high.re, high.im));
        hn::StoreU(second, d, out + 2 * (mirror - place.rows_apart));
    }

    template <class D, class C = Complex<hn::Vec<D>>>
    HWY_INLINE C finished(D d, const C& value) const {
        if constexpr (kParts == Parts::as_they_are) return value;
        const auto scale = hn::Set(d, factor);
        return {hn::Mul(value.im, scale), hn::Mul(value.re, scale)};
    }
#endif

    HWY_INLINE void put(std::size_t bin, float re, float im) const {
        constexpr bool kSwapped = kParts == Parts::swapped;
        out[2 * bin] = kSwapped ? factor * im : re;
        out[2 * bin + 1] = kSwapped ? factor * re : im;
    }
};

/// Writes the squared magnitudes of a real signal's bins.
struct PowersOut {
    static constexpr Signal kSignal = Signal::real;
    float* out;

#if HWY_TARGET != HWY_SCALAR
    template <class D, class C = Complex<hn::Vec<D>>>
    HWY_INLINE void store(D d, const RowPair& place, const BinPair<C>& bins) const {
        constexpr std::size_t kHalf = hn::MaxLanes(D()) / 2;
        const hn::Repartition<double, D> pairs;
        const hn::Half<D> half;
        const auto power = [&](const C& x)
                               HWY_ATTR { return hn::BitCast(pairs, hn::MulAdd(x.re, x.re, hn::Mul(x.im, x.im))); };
        const auto low = power(bins.low);
        const auto high = power(bins.high);
        const auto one = hn::BitCast(d, hn::ConcatEven(pairs, high, low));
        const auto next = hn::BitCast(d, hn::ConcatOdd(pairs, high, low));
        float* mirror = out + (place.length - place.bin - (kHalf - 1));
        hn::StoreU(hn::LowerHalf(half, one), half, out + place.bin);
        hn::StoreU(hn::LowerHalf(half, next), half, out + place.bin + place.rows_apart);
        hn::StoreU(hn::Reverse(half, hn::UpperHalf(half, one)), half, mirror);
        hn::StoreU(hn::Reverse(half, hn::UpperHalf(half, next)), half, mirror - place.rows_apart);
    }
#endif

    HWY_INLINE void put(std::size_t bin, float re, float im) const { out[bin] = re * re + im * im; }
};

/// One lane: nothing to join.
template <class Out>
void finish_one_lane(const FftPlan& plan, const float* z, Out out) {
    const std::size_t length = plan.length;
    if constexpr (Out::kSignal == Signal::complex) {
        for (std::size_t k = 0; k < length; ++k) out.put(k, z[2 * k], z[2 * k + 1]);
    } else {
        const hn::CappedTag<float, 1> d;
        const VectorPairs<decltype(d)> in{d, const_cast<float*>(z)};
        out.put(0, z[0] + z[1], 0.0F);
        out.put(length, z[0] - z[1], 0.0F);
        for (std::size_t k = 1; k < length; ++k) {
            const auto mirror = in.load(length - k);
            const auto factor = load_factor(d, plan.real_twiddles.data() + 2 * k);
            const auto bin = taken_apart(d, {in.load(k), {mirror.re, hn::Neg(mirror.im)}}, factor).low;
            out.put(k, hn::GetLane(bin.re), hn::GetLane(bin.im));
        }
    }
}

#if HWY_TARGET != HWY_SCALAR
/// The bins 0 and per_lane / 2 of every row. In each the rows mirror one another, so neither has a pair in its block:
/// they come as if they were one, in the lanes 0 and 2 of the first block.
template <class D, class C, class Out>
HWY_INLINE void finish_columns(D d, const FftPlan& plan, const C* rows, Out out) {
    constexpr std::size_t kLanes = hn::MaxLanes(D());
    const std::size_t per_lane = plan.length / kLanes;
    alignas(64) float first_re[kLanes + 1], first_im[kLanes + 1];  // Z[row·per_lane]; then the first again.
    alignas(64) float middle_re[kLanes], middle_im[kLanes];        // conj Z[length − (row + 1/2)·per_lane].
    for (std::size_t row = 0; row < kLanes; ++row) {
        alignas(64) float lanes_re[kLanes];
        alignas(64) float lanes_im[kLanes];
        hn::Store(rows[row].re, d, lanes_re);
        hn::Store(rows[row].im, d, lanes_im);
        first_re[row] = lanes_re[0];
        first_im[row] = lanes_im[0];
        middle_re[row] = lanes_re[2];
        middle_im[row] = lanes_im[2];
    }
    first_re[kLanes] = first_re[0];
    first_im[kLanes] = first_im[0];
    C first{hn::Load(d, first_re), hn::Load(d, first_im)};
    const C mirrored{hn::Load(d, middle_re), hn::Load(d, middle_im)};
    C middle{hn::Reverse(d, mirrored.re), hn::Neg(hn::Reverse(d, mirrored.im))};
    if constexpr (Out::kSignal == Signal::real) {
        const float* factors = plan.column_twiddles.data();
        const C last{hn::Reverse(d, hn::LoadU(d, first_re + 1)), hn::Neg(hn::Reverse(d, hn::LoadU(d, first_im + 1)))};
        out.put(plan.length, first_re[0] - first_im[0], 0.0F);
        first = taken_apart(d, BinPair<C>{first, last}, load_factor(d, factors)).low;
        middle = taken_apart(d, BinPair<C>{middle, mirrored}, load_factor(d, factors + 2 * kLanes)).low;
    }
    hn::Store(first.re, d, first_re);
    hn::Store(first.im, d, first_im);
    for (std::size_t row = 0; row < kLanes; ++row) out.put(row * per_lane, first_re[row], first_im[row]);
    if (per_lane % 2 != 0) return;
    hn::Store(middle.re, d, middle_re);
    hn::Store(middle.im, d, middle_im);
    for (std::size_t row = 0; row < kLanes; ++row) {
        out.put(row * per_lane + per_lane / 2, middle_re[row], middle_im[row]);
    }
}

/// Half a vector of elements from k, and the conjugates of those that mirror them, by twos: k, k+1, −k, −k−1, k+2 …
template <std::size_t kLanes, class D>
HWY_INLINE void load_mirrored(const VectorPairs<D>& in, std::size_t per_lane, std::size_t k, hn::Vec<D>* re,
                              hn::Vec<D>* im) {
    const std::size_t mirror_of_first = k > 0 ? per_lane - k : per_lane % 2 == 0 ? per_lane / 2 : 0;
    for (std::size_t lane = 0; lane < kLanes; lane += 4) {
        for (std::size_t next = 0; next < 2; ++next) {
            const std::size_t ahead = lane / 2 + next;
            const auto low = in.load(k + ahead);
            const auto high = in.load(ahead == 0 ? mirror_of_first : per_lane - k - ahead);
            re[lane + next] = low.re;
            im[lane + next] = low.im;
            re[lane + next + 2] = high.re;
            im[lane + next + 2] = hn::Neg(high.im);
        }
    }
}

/// Each lane's result is turned into a row, and the rows are joined; bins that mirror one another meet in one vector.
template <std::size_t kLanes, class D, class Out>
HWY_INLINE void join_lanes(D d, const FftPlan& plan, VectorPairs<D> in, Out out) {
    using V = hn::Vec<D>;
    using C = Complex<V>;
    const hn::Repartition<double, D> pairs;
    const auto lower = [&](V a, V b) HWY_ATTR {
        return hn::BitCast(d, hn::InterleaveLower(pairs, hn::BitCast(pairs, a), hn::BitCast(pairs, b)));
    };
    const auto upper = [&](V a, V b) HWY_ATTR {
        return hn::BitCast(d, hn::InterleaveUpper(pairs, hn::BitCast(pairs, a), hn::BitCast(pairs, b)));
    };
    const std::size_t per_lane = plan.length / kLanes;
    const std::size_t covered = (per_lane + 1) / 2;
    const float* lane_factors = plan.lane_twiddles.data();
    const float* real_factors = plan.real_twiddles.data();
    for (std::size_t next = 0; next < covered; next += kLanes / 2) {
        // The last block overlaps the one before where they do not come out even.
        const std::size_t k = std::min(next, covered - kLanes / 2);
        V re[kLanes];
        V im[kLanes];
        load_mirrored<kLanes>(in, per_lane, k, re, im);
        turn_lanes_to_rows<kLanes>(d, re);
        turn_lanes_to_rows<kLanes>(d, im);
        C rows[kLanes];
        rows[0] = {re[0], im[0]};
        for (std::size_t i = 1; i < kLanes; ++i) {
            rows[i] = C{re[i], im[i]} * load_factor(d, lane_factors + (i - 1) * 2 * kLanes);
        }
        lane_factors += (kLanes - 1) * 2 * kLanes;
        dft<kLanes>(d, rows);
        for (std::size_t row = 0; row < kLanes; row += 2) {
            BinPair<C> bins{{lower(rows[row].re, rows[row + 1].re), lower(rows[row].im, rows[row + 1].im)},
                            {upper(rows[row].re, rows[row + 1].re), upper(rows[row].im, rows[row + 1].im)}};
            if constexpr (Out::kSignal == Signal::real) {
                bins = taken_apart(d, bins, load_factor(d, real_factors + row * kLanes));
            }
            out.store(d, {.bin = k + row * per_lane, .rows_apart = per_lane, .length = plan.length}, bins);
        }
        real_factors += kLanes * kLanes;
        if (next == 0) finish_columns(d, plan, rows, out);
    }
}
#endif

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
