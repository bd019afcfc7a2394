// Small transforms of vectors, each lane on its own, and the turning of lanes into rows.
// Included once for each CPU path, after Highway.

#if defined(ATTACCA_FFT_BUTTERFLIES) == defined(HWY_TARGET_TOGGLE)
#ifdef ATTACCA_FFT_BUTTERFLIES
#undef ATTACCA_FFT_BUTTERFLIES
#else
#define ATTACCA_FFT_BUTTERFLIES
#endif

#include <cstddef>
#include <utility>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// One complex number in each lane.
template <class V>
struct Complex {
    V re, im;
};

template <class V>
HWY_INLINE Complex<V> operator+(const Complex<V>& a, const Complex<V>& b) {
    return {hn::Add(a.re, b.re), hn::Add(a.im, b.im)};
}
template <class V>
HWY_INLINE Complex<V> operator-(const Complex<V>& a, const Complex<V>& b) {
    return {hn::Sub(a.re, b.re), hn::Sub(a.im, b.im)};
}
template <class V>
HWY_INLINE Complex<V> operator*(const Complex<V>& a, const Complex<V>& b) {
    return {hn::NegMulAdd(a.im, b.im, hn::Mul(a.re, b.re)), hn::MulAdd(a.im, b.re, hn::Mul(a.re, b.im))};
}
template <class V>
HWY_INLINE Complex<V> scaled(const Complex<V>& a, V factor) {
    return {hn::Mul(a.re, factor), hn::Mul(a.im, factor)};
}
template <class V>
HWY_INLINE Complex<V> times_minus_i(const Complex<V>& a) {
    return {a.im, hn::Neg(a.re)};
}
/// a − i·b and a + i·b, without the negation.
template <class V>
HWY_INLINE Complex<V> minus_i_times(const Complex<V>& a, const Complex<V>& b) {
    return {hn::Add(a.re, b.im), hn::Sub(a.im, b.re)};
}
template <class V>
HWY_INLINE Complex<V> plus_i_times(const Complex<V>& a, const Complex<V>& b) {
    return {hn::Sub(a.re, b.im), hn::Add(a.im, b.re)};
}

template <class D, class C>
HWY_INLINE void dft2(D, C& a, C& b) {
    const C sum = a + b;
    b = a - b;
    a = sum;
}

template <class D, class C>
HWY_INLINE void dft3(D d, C& a, C& b, C& c) {
    const auto half = hn::Set(d, -0.5F);
    const auto root = hn::Set(d, 0.86602540378443865F);
    const C sum = b + c;
    const C turned = scaled(b - c, root);
    const C middle{hn::MulAdd(sum.re, half, a.re), hn::MulAdd(sum.im, half, a.im)};
    a = a + sum;
    b = minus_i_times(middle, turned);
    c = plus_i_times(middle, turned);
}

template <class D, class C>
HWY_INLINE void dft4(D, C& a, C& b, C& c, C& e) {
    const C even_sum = a + c;
    const C even_difference = a - c;
    const C odd_sum = b + e;
    const C odd_difference = b - e;
    a = even_sum + odd_sum;
    b = minus_i_times(even_difference, odd_difference);
    c = even_sum - odd_sum;
    e = plus_i_times(even_difference, odd_difference);
}

template <class D, class C>
HWY_INLINE void dft5(D d, C& a, C& b, C& c, C& e, C& f) {
    const auto cos1 = hn::Set(d, 0.30901699437494742F), cos2 = hn::Set(d, -0.80901699437494742F);
    const auto sin1 = hn::Set(d, 0.95105651629515357F), sin2 = hn::Set(d, 0.58778525229247313F);
    const C sum1 = b + f, sum2 = c + e, difference1 = b - f, difference2 = c - e;
    const C middle1{hn::MulAdd(sum1.re, cos1, hn::MulAdd(sum2.re, cos2, a.re)),
                    hn::MulAdd(sum1.im, cos1, hn::MulAdd(sum2.im, cos2, a.im))};
    const C middle2{hn::MulAdd(sum1.re, cos2, hn::MulAdd(sum2.re, cos1, a.re)),
                    hn::MulAdd(sum1.im, cos2, hn::MulAdd(sum2.im, cos1, a.im))};
    const C turned1{hn::MulAdd(difference1.re, sin1, hn::Mul(difference2.re, sin2)),
                    hn::MulAdd(difference1.im, sin1, hn::Mul(difference2.im, sin2))};
    const C turned2{hn::NegMulAdd(difference2.re, sin1, hn::Mul(difference1.re, sin2)),
                    hn::NegMulAdd(difference2.im, sin1, hn::Mul(difference1.im, sin2))};
    a = a + sum1 + sum2;
    b = minus_i_times(middle1, turned1);
    c = minus_i_times(middle2, turned2);
    e = plus_i_times(middle2, turned2);
    f = plus_i_times(middle1, turned1);
}

template <class D, class C>
HWY_INLINE void dft8(D d, C& a0, C& a1, C& a2, C& a3, C& a4, C& a5, C& a6, C& a7) {
    const auto root = hn::Set(d, 0.70710678118654752F);
    dft4(d, a0, a2, a4, a6);
    dft4(d, a1, a3, a5, a7);
    // Times √½ as it is added and subtracted.
    const C odd1{hn::Add(a3.re, a3.im), hn::Sub(a3.im, a3.re)};
    const C odd3{hn::Sub(a7.im, a7.re), hn::Add(a7.im, a7.re)};  // Its imaginary part negated.
    const C even0 = a0, even1 = a2, even2 = a4, even3 = a6;
    const C odd0 = a1, odd2 = a5;
    a0 = even0 + odd0;
    a4 = even0 - odd0;
    a1 = C{hn::MulAdd(odd1.re, root, even1.re), hn::MulAdd(odd1.im, root, even1.im)};
    a5 = C{hn::NegMulAdd(odd1.re, root, even1.re), hn::NegMulAdd(odd1.im, root, even1.im)};
    a2 = minus_i_times(even2, odd2);
    a6 = plus_i_times(even2, odd2);
    a3 = C{hn::MulAdd(odd3.re, root, even3.re), hn::NegMulAdd(odd3.im, root, even3.im)};
    a7 = C{hn::NegMulAdd(odd3.re, root, even3.re), hn::MulAdd(odd3.im, root, even3.im)};
}

/// 4 × 4: columns, twiddles, rows.
template <class D, class C>
HWY_INLINE void dft16(D d, C* a) {
    const auto cos1 = hn::Set(d, 0.92387953251128674F), sin1 = hn::Set(d, 0.38268343236508977F);
    const auto root = hn::Set(d, 0.70710678118654752F);
    const C w1{cos1, hn::Neg(sin1)}, w3{sin1, hn::Neg(cos1)}, w9{hn::Neg(cos1), sin1};
    const auto times_w2 = [&](const C& x) { return scaled(C{hn::Add(x.re, x.im), hn::Sub(x.im, x.re)}, root); };
    const auto times_w6 = [&](const C& x) {
        return scaled(C{hn::Sub(x.im, x.re), hn::Neg(hn::Add(x.im, x.re))}, root);
    };
    for (std::size_t i = 0; i < 4; ++i) dft4(d, a[i], a[i + 4], a[i + 8], a[i + 12]);
    a[5] = a[5] * w1;
    a[6] = times_w2(a[6]);
    a[7] = a[7] * w3;
    a[9] = times_w2(a[9]);
    a[10] = times_minus_i(a[10]);
    a[11] = times_w6(a[11]);
    a[13] = a[13] * w3;
    a[14] = times_w6(a[14]);
    a[15] = a[15] * w9;
    for (std::size_t i = 0; i < 16; i += 4) dft4(d, a[i], a[i + 1], a[i + 2], a[i + 3]);
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = i + 1; j < 4; ++j) std::swap(a[4 * i + j], a[4 * j + i]);
    }
}

/// In natural order.
template <std::size_t kRadix, class D, class C>
HWY_INLINE void dft(D d, C* a) {
    if constexpr (kRadix == 2) dft2(d, a[0], a[1]);
    if constexpr (kRadix == 3) dft3(d, a[0], a[1], a[2]);
    if constexpr (kRadix == 4) dft4(d, a[0], a[1], a[2], a[3]);
    if constexpr (kRadix == 5) dft5(d, a[0], a[1], a[2], a[3], a[4]);
    if constexpr (kRadix == 8) dft8(d, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
    if constexpr (kRadix == 16) dft16(d, a);
}

#if HWY_TARGET != HWY_SCALAR
/// rows[r] lane c becomes rows[c] lane r. Each step lets one bit of the row and one of the lane change places; in this
/// order each takes one instruction a vector.
template <std::size_t kLanes, class D, class V>
HWY_INLINE void turn_lanes_to_rows(D d, V* rows) {
    const hn::Repartition<double, D> pairs;
    const auto as_pairs = [&](V v) HWY_ATTR { return hn::BitCast(pairs, v); };
    const auto for_neighbors = [&](std::size_t bit, auto exchange) HWY_ATTR {
        for (std::size_t i = 0; i < kLanes; ++i) {
            if ((i & bit) == 0) exchange(rows[i], rows[i + bit]);
        }
    };
    if constexpr (kLanes == 16) {
        for_neighbors(4, [&](V& a, V& b) HWY_ATTR {
            const V low = hn::ConcatLowerLower(d, b, a);
            b = hn::ConcatUpperUpper(d, b, a);
            a = low;
        });
        for_neighbors(8, [&](V& a, V& b) HWY_ATTR {
            const V even = hn::BitCast(d, hn::ConcatEven(pairs, as_pairs(b), as_pairs(a)));
            b = hn::BitCast(d, hn::ConcatOdd(pairs, as_pairs(b), as_pairs(a)));
            a = even;
        });
    }
    for_neighbors(1, [&](V& a, V& b) HWY_ATTR {
        const V lower = hn::InterleaveLower(d, a, b);
        b = hn::InterleaveUpper(d, a, b);
        a = lower;
    });
    for_neighbors(2, [&](V& a, V& b) HWY_ATTR {
        const V lower = hn::BitCast(d, hn::InterleaveLower(pairs, as_pairs(a), as_pairs(b)));
        b = hn::BitCast(d, hn::InterleaveUpper(pairs, as_pairs(a), as_pairs(b)));
        a = lower;
    });
    if constexpr (kLanes == 8) {
        for_neighbors(4, [&](V& a, V& b) HWY_ATTR {
            const V low = hn::ConcatLowerLower(d, b, a);
            b = hn::ConcatUpperUpper(d, b, a);
            a = low;
        });
    }
    // A row's bits 3 2 1 0 now stand at 2 0 3 1; without blocks to exchange, its bits 1 0 at 0 1.
    V turned[kLanes];
    for (std::size_t row = 0; row < kLanes; ++row) {
        const std::size_t place = kLanes == 16
                                      ? (row >> 3 & 1) << 2 | (row >> 2 & 1) | (row >> 1 & 1) << 3 | (row & 1) << 1
                                      : (row & 4) | (row >> 1 & 1) | (row & 1) << 1;
        turned[row] = rows[place];
    }
    for (std::size_t row = 0; row < kLanes; ++row) rows[row] = turned[row];
}
#endif

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
