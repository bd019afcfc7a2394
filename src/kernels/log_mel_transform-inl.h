// The two steps of log-mel's transform: real transforms of 16 or 32 values, complex ones of 25, each lane on its own.
// Included once for each CPU path, after Highway.

#if defined(ATTACCA_LOG_MEL_TRANSFORM) == defined(HWY_TARGET_TOGGLE)
#ifdef ATTACCA_LOG_MEL_TRANSFORM
#undef ATTACCA_LOG_MEL_TRANSFORM
#else
#define ATTACCA_LOG_MEL_TRANSFORM
#endif

#include <cstddef>

#include "hwy/highway.h"
#include "kernels/fft_butterflies-inl.h"

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// Bins 0 to kLength / 2 of a real transform; the first and the last are real.
template <std::size_t kLength, class V>
struct RealBins {
    V first, last;
    Complex<V> between[kLength / 2];  ///< [0] is not used.
};

/// 4 × 4: the columns' transforms are real, and half of the rows' results mirror the other half.
template <class D, class V>
HWY_INLINE void real_dft(D d, const V* x, RealBins<16, V>& bins) {
    using C = Complex<V>;
    const auto cos1 = hn::Set(d, 0.92387953251128674F), sin1 = hn::Set(d, 0.38268343236508977F);
    const auto root = hn::Set(d, 0.70710678118654752F);
    V row0[4];
    V row2[4];
    C row1[4];
    HWY_UNROLL(4)
    for (std::size_t j = 0; j < 4; ++j) {
        const V even_sum = hn::Add(x[j], x[j + 8]);
        const V odd_sum = hn::Add(x[j + 4], x[j + 12]);
        row0[j] = hn::Add(even_sum, odd_sum);
        row2[j] = hn::Sub(even_sum, odd_sum);
        row1[j] = {hn::Sub(x[j], x[j + 8]), hn::Sub(x[j + 12], x[j + 4])};
    }
    const V even = hn::Add(row0[0], row0[2]);
    const V odd = hn::Add(row0[1], row0[3]);
    bins.first = hn::Add(even, odd);
    bins.last = hn::Sub(even, odd);
    bins.between[4] = {hn::Sub(row0[0], row0[2]), hn::Sub(row0[3], row0[1])};

    const V difference = hn::Sub(row2[1], row2[3]);
    const V sum = hn::Add(row2[1], row2[3]);
    bins.between[2] = {hn::MulAdd(root, difference, row2[0]), hn::NegMulSub(root, sum, row2[2])};
    bins.between[6] = {hn::NegMulAdd(root, difference, row2[0]), hn::NegMulAdd(root, sum, row2[2])};

    row1[1] = row1[1] * C{cos1, hn::Neg(sin1)};
    row1[2] = scaled(C{hn::Add(row1[2].re, row1[2].im), hn::Sub(row1[2].im, row1[2].re)}, root);
    row1[3] = row1[3] * C{sin1, hn::Neg(cos1)};
    dft4(d, row1[0], row1[1], row1[2], row1[3]);
    bins.between[1] = row1[0];
    bins.between[5] = row1[1];
    bins.between[7] = {row1[2].re, hn::Neg(row1[2].im)};
    bins.between[3] = {row1[3].re, hn::Neg(row1[3].im)};
}

/// The even and the odd values' transforms, joined.
template <class D, class V>
HWY_INLINE void real_dft(D d, const V* x, RealBins<32, V>& bins) {
    using C = Complex<V>;
    constexpr float kCos[] = {1.0F,
                              0.98078528040323044F,
                              0.92387953251128674F,
                              0.83146961230254524F,
                              0.70710678118654752F,
                              0.55557023301960222F,
                              0.38268343236508977F,
                              0.19509032201612827F};
    V half[16];
    RealBins<16, V> even;
    RealBins<16, V> odd;
    HWY_UNROLL(16)
    for (std::size_t i = 0; i < 16; ++i) half[i] = x[2 * i];
    real_dft(d, half, even);
    HWY_UNROLL(16)
    for (std::size_t i = 0; i < 16; ++i) half[i] = x[2 * i + 1];
    real_dft(d, half, odd);
    bins.first = hn::Add(even.first, odd.first);
    bins.last = hn::Sub(even.first, odd.first);
    bins.between[8] = {even.last, hn::Neg(odd.last)};
    HWY_UNROLL(7)
    for (std::size_t k = 1; k < 8; ++k) {
        const C turned = odd.between[k] * C{hn::Set(d, kCos[k]), hn::Set(d, -kCos[8 - k])};
        bins.between[k] = even.between[k] + turned;
        bins.between[16 - k] = {hn::Sub(even.between[k].re, turned.re), hn::Sub(turned.im, even.between[k].im)};
    }
}

/// 5 × 5, in natural order: `load(n)` brings value n, `store(k, bin)` takes bin k. The last is loaded before the first
/// is stored. Unrolled, which halves the time: only then is nothing but `turned` kept in memory.
template <class D, class Load, class Store>
HWY_INLINE void dft25(D d, Load load, Store store) {
    using C = Complex<hn::Vec<D>>;
    // Cosines and sines of 2π·n/25 for the products n of 1 to 4.
    constexpr float c1 = 0.96858316112863108F, s1 = 0.24868988716485479F;
    constexpr float c2 = 0.87630668004386358F, s2 = 0.48175367410171532F;
    constexpr float c3 = 0.72896862742141155F, s3 = 0.68454710592868862F;
    constexpr float c4 = 0.53582679497899655F, s4 = 0.84432792550201508F;
    constexpr float c6 = 0.06279051952931353F, s6 = 0.99802672842827156F;
    constexpr float c8 = -0.42577929156507272F, s8 = 0.90482705246601947F;
    constexpr float c9 = -0.63742398974868975F, s9 = 0.77051324277578925F;
    constexpr float c12 = -0.99211470131447776F, s12 = 0.12533323356430454F;
    constexpr float kCos[4][4] = {{c1, c2, c3, c4}, {c2, c4, c6, c8}, {c3, c6, c9, c12}, {c4, c8, c12, c9}};
    constexpr float kSin[4][4] = {{s1, s2, s3, s4}, {s2, s4, s6, s8}, {s3, s6, s9, s12}, {s4, s8, s12, -s9}};
    C turned[25];
    HWY_UNROLL(5)
    for (std::size_t j = 0; j < 5; ++j) {
        C column[5] = {load(j), load(j + 5), load(j + 10), load(j + 15), load(j + 20)};
        dft<5>(d, column);
        turned[j] = column[0];
        HWY_UNROLL(4)
        for (std::size_t k = 1; k < 5; ++k) {
            turned[5 * k + j] = column[k];
            if (j > 0) {
                turned[5 * k + j] = column[k] * C{hn::Set(d, kCos[j - 1][k - 1]), hn::Set(d, -kSin[j - 1][k - 1])};
            }
        }
    }
    HWY_UNROLL(5)
    for (std::size_t k = 0; k < 5; ++k) {
        dft<5>(d, turned + 5 * k);
        HWY_UNROLL(5)
        for (std::size_t i = 0; i < 5; ++i) store(k + 5 * i, turned[5 * k + i]);
    }
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
