#include "attacca/kernels/fft.h"

#include <cstdint>

#include "kernels/fft_path.h"

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/fft.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernels/fft_butterflies-inl.h"
// clang-format on

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
constexpr bool kOneLane = hn::MaxLanes(D()) == 1;

#if HWY_TARGET == HWY_SCALAR
template <class D>
HWY_INLINE Complex<hn::Vec<D>> load_interleaved(D d, const float* place) {
    return {hn::LoadU(d, place), hn::LoadU(d, place + 1)};
}
template <class D>
HWY_INLINE void store_interleaved(D d, const Complex<hn::Vec<D>>& value, float* place) {
    hn::StoreU(value.re, d, place);
    hn::StoreU(value.im, d, place + 1);
}
#else
template <class D>
HWY_INLINE Complex<hn::Vec<D>> load_interleaved(D d, const float* place) {
    if constexpr (kOneLane<D>) {
        return {hn::LoadU(d, place), hn::LoadU(d, place + 1)};
    } else {
        const auto low = hn::LoadU(d, place);
        const auto high = hn::LoadU(d, place + hn::Lanes(d));
        return {hn::ConcatEven(d, high, low), hn::ConcatOdd(d, high, low)};
    }
}
template <class D>
HWY_INLINE void store_interleaved(D d, const Complex<hn::Vec<D>>& value, float* place) {
    if constexpr (kOneLane<D>) {
        hn::StoreU(value.re, d, place);
        hn::StoreU(value.im, d, place + 1);
    } else {
        hn::StoreInterleaved2(value.re, value.im, d, place);
    }
}
#endif

/// Complex numbers as std::complex stores them. An inverse transform is a forward one with parts swapped on the way
/// in and out.
enum class Parts { as_they_are, swapped };

template <class D, Parts kParts>
struct Interleaved {
    D d;
    const float* data;

    HWY_INLINE Complex<hn::Vec<D>> load(std::size_t k) const {
        const float* place = data + 2 * hn::Lanes(d) * k;
        const auto value = load_interleaved(d, place);
        if constexpr (kParts == Parts::swapped) return {value.im, value.re};
        return value;
    }
};

/// Real and imaginary parts in arrays of their own.
template <class D>
struct Split {
    D d;
    const float* re;
    const float* im;

    HWY_INLINE Complex<hn::Vec<D>> load(std::size_t k) const {
        return {hn::LoadU(d, re + hn::Lanes(d) * k), hn::LoadU(d, im + hn::Lanes(d) * k)};
    }
};

/// One pass of a self-sorting transform (Stockham): `done` is the product of the radices before, `left` of those after.
template <std::size_t kRadix, class D, class Source>
HWY_INLINE void pass(D d, Source source, VectorPairs<D> out, std::size_t done, std::size_t left, const float* twiddles) {
    using C = Complex<hn::Vec<D>>;
    for (std::size_t k = 0; k < done; ++k) {
        C factors[kRadix];
        for (std::size_t i = 1; i < kRadix && done > 1; ++i) {
            factors[i] = {hn::Set(d, twiddles[2 * i - 2]), hn::Set(d, twiddles[2 * i - 1])};
        }
        for (std::size_t j = 0; j < left; ++j) {
            C a[kRadix];
            for (std::size_t i = 0; i < kRadix; ++i) a[i] = source.load(k + done * (j + left * i));
            if (done > 1) {
                for (std::size_t i = 1; i < kRadix; ++i) a[i] = a[i] * factors[i];
            }
            dft<kRadix>(d, a);
            for (std::size_t i = 0; i < kRadix; ++i) out.store(k + done * (i + kRadix * j), a[i]);
        }
        twiddles += 2 * (kRadix - 1);
    }
}

template <class D, class Source>
void any_pass(std::size_t radix, D d, Source source, VectorPairs<D> out, std::size_t done, std::size_t left,
              const float* twiddles) {
    switch (radix) {
        case 2:
            return pass<2>(d, source, out, done, left, twiddles);
        case 3:
            return pass<3>(d, source, out, done, left, twiddles);
        case 4:
            return pass<4>(d, source, out, done, left, twiddles);
        case 5:
            return pass<5>(d, source, out, done, left, twiddles);
        default:
            return pass<8>(d, source, out, done, left, twiddles);
    }
}

#if HWY_TARGET != HWY_SCALAR
/// The last pass: each lane's result is turned into a row, and the rows are joined.
template <std::size_t kLanes, class D>
void join_lanes(D d, const FftPlan& plan, VectorPairs<D> in, float* re, float* im) {
    using V = hn::Vec<D>;
    const std::size_t per_lane = plan.length / kLanes;
    for (std::size_t next = 0; next < per_lane; next += kLanes) {
        // The last rows overlap those before where they do not come out even.
        const std::size_t k = next + kLanes <= per_lane ? next : per_lane - kLanes;
        V rows_re[kLanes];
        V rows_im[kLanes];
        for (std::size_t i = 0; i < kLanes; ++i) {
            const auto row = in.load(k + i);
            rows_re[i] = row.re;
            rows_im[i] = row.im;
        }
        turn_lanes_to_rows<kLanes>(d, rows_re);
        turn_lanes_to_rows<kLanes>(d, rows_im);
        Complex<V> rows[kLanes];
        rows[0] = {rows_re[0], rows_im[0]};
        for (std::size_t i = 1; i < kLanes; ++i) {
            const Complex<V> factor{hn::LoadU(d, plan.lane_twiddles_re.data() + i * per_lane + k),
                                    hn::LoadU(d, plan.lane_twiddles_im.data() + i * per_lane + k)};
            rows[i] = Complex<V>{rows_re[i], rows_im[i]} * factor;
        }
        dft<kLanes>(d, rows);
        for (std::size_t i = 0; i < kLanes; ++i) {
            hn::StoreU(rows[i].re, d, re + i * per_lane + k);
            hn::StoreU(rows[i].im, d, im + i * per_lane + k);
        }
    }
}

#endif

/// The result, in one half of the work memory.
struct Halves {
    float* re;
    float* im;
};

/// `source` may read from the second half of the work memory, but not from the first.
template <std::size_t kLanes, class Source>
Halves transform(const FftPlan& plan, Source source, float* work) {
    const auto d = source.d;
    using D = decltype(source.d);
    const std::size_t half = 2 * plan.length;
    VectorPairs<D> to{d, work};
    VectorPairs<D> spare{d, work + half};
    std::size_t done = 1;
    std::size_t left = plan.length / kLanes;
    const float* twiddles = plan.pass_twiddles.data();
    if (plan.radices.empty()) to.store(0, source.load(0));
    for (const std::size_t radix : plan.radices) {
        left /= radix;
        if (done == 1) {
            any_pass(radix, d, source, to, done, left, twiddles);
        } else {
            any_pass(radix, d, to, spare, done, left, twiddles);
            std::swap(to.data, spare.data);
            twiddles += 2 * (radix - 1) * done;
        }
        done *= radix;
    }
#if HWY_TARGET != HWY_SCALAR
    if constexpr (kLanes > 1) {
        join_lanes<kLanes>(d, plan, to, spare.data, spare.data + plan.length);
        return {spare.data, spare.data + plan.length};
    }
#endif
    for (std::size_t k = 0; k < plan.length; ++k) {  // One lane: only the parts are still to be told apart.
        spare.data[k] = to.data[2 * k];
        spare.data[plan.length + k] = to.data[2 * k + 1];
    }
    return {spare.data, spare.data + plan.length};
}

/// With as many lanes as the plan has: `make_source(d)` reads the input through vectors of them.
template <class MakeSource>
HWY_INLINE Halves transform_lanes(const FftPlan& plan, float* work, MakeSource make_source) {
#if HWY_TARGET != HWY_SCALAR
    if constexpr (HWY_MAX_BYTES >= 64) {
        if (plan.lanes == 16) return transform<16>(plan, make_source(hn::CappedTag<float, 16>()), work);
    }
    if constexpr (HWY_MAX_BYTES >= 32) {
        if (plan.lanes == 8) return transform<8>(plan, make_source(hn::CappedTag<float, 8>()), work);
    }
    if (plan.lanes == 4) return transform<4>(plan, make_source(hn::CappedTag<float, 4>()), work);
#endif
    return transform<1>(plan, make_source(hn::CappedTag<float, 1>()), work);
}

template <Parts kParts>
Halves transform_interleaved(const FftPlan& plan, const float* in, float* work) {
    return transform_lanes(plan, work, [in](auto d) { return Interleaved<decltype(d), kParts>{d, in}; });
}

void emit(const float* re, const float* im, std::size_t count, float factor, float* out) {
    std::size_t k = 0;
    const auto emit_vectors = [&](auto d) HWY_ATTR {
        const auto scale = hn::Set(d, factor);
        for (; k + hn::Lanes(d) <= count; k += hn::Lanes(d)) {
            const Complex<hn::Vec<decltype(d)>> value{hn::LoadU(d, re + k), hn::LoadU(d, im + k)};
            store_interleaved(d, scaled(value, scale), out + 2 * k);
        }
    };
    emit_vectors(hn::ScalableTag<float>());
    emit_vectors(hn::CappedTag<float, 1>());
}

/// Two bins of a real transform that belong together: k and length − k.
template <class C>
struct BinPair {
    C low, high;
};

/// What the complex transform's bins k and length − k say about the real one's. The high one is conjugated.
template <class D, class C = Complex<hn::Vec<D>>>
HWY_INLINE BinPair<C> real_bins(D d, const FftPlan& plan, const float* re, const float* im, std::size_t k) {
    const auto half = hn::Set(d, 0.5F);
    const std::size_t mirror = plan.length - k - hn::Lanes(d) + 1;
    const C low{hn::LoadU(d, re + k), hn::LoadU(d, im + k)};
    const C high{hn::Reverse(d, hn::LoadU(d, re + mirror)), hn::Reverse(d, hn::LoadU(d, im + mirror))};
    const C even = scaled(C{hn::Add(low.re, high.re), hn::Sub(low.im, high.im)}, half);
    const C odd = scaled(C{hn::Sub(low.re, high.re), hn::Add(low.im, high.im)}, half);
    const C factor{hn::LoadU(d, plan.real_twiddles_re.data() + k), hn::LoadU(d, plan.real_twiddles_im.data() + k)};
    const C turned = odd * factor;
    return {minus_i_times(even, turned), plus_i_times(even, turned)};
}

/// Calls visit(d, k) so that the bins 1 … length/2 are covered by vectors at k, their mirrors included.
template <class Visit>
HWY_INLINE void for_bin_pairs(std::size_t length, Visit visit) {
    const hn::ScalableTag<float> d;
    if (length > 2 * hn::Lanes(d)) {
        for (std::size_t k = 1; k <= length / 2; k += hn::Lanes(d)) visit(d, k);
    } else {
        for (std::size_t k = 1; k <= length / 2; ++k) visit(hn::CappedTag<float, 1>(), k);
    }
}

void complex_forward(const FftPlan& plan, const std::complex<float>* in, std::complex<float>* out, float* work) {
    const Halves z = transform_interleaved<Parts::as_they_are>(plan, reinterpret_cast<const float*>(in), work);
    emit(z.re, z.im, plan.length, 1.0F, reinterpret_cast<float*>(out));
}

void complex_inverse(const FftPlan& plan, const std::complex<float>* in, std::complex<float>* out, float* work) {
    const Halves z = transform_interleaved<Parts::swapped>(plan, reinterpret_cast<const float*>(in), work);
    emit(z.im, z.re, plan.length, 1.0F / static_cast<float>(plan.length), reinterpret_cast<float*>(out));
}

void real_forward(const FftPlan& plan, const float* in, std::complex<float>* out, float* work) {
    const Halves z = transform_interleaved<Parts::as_they_are>(plan, in, work);
    auto* bins = reinterpret_cast<float*>(out);
    out[0] = {z.re[0] + z.im[0], 0.0F};
    out[plan.length] = {z.re[0] - z.im[0], 0.0F};
    for_bin_pairs(plan.length, [&](auto d, std::size_t k) HWY_ATTR {
        const auto pair = real_bins(d, plan, z.re, z.im, k);
        const std::size_t mirror = plan.length - k - hn::Lanes(d) + 1;
        store_interleaved(d, pair.low, bins + 2 * k);
        store_interleaved(d, {hn::Reverse(d, pair.high.re), hn::Neg(hn::Reverse(d, pair.high.im))}, bins + 2 * mirror);
    });
}

void real_power(const FftPlan& plan, const float* in, float* power, float* work) {
    const Halves z = transform_interleaved<Parts::as_they_are>(plan, in, work);
    const float lowest = z.re[0] + z.im[0];
    const float highest = z.re[0] - z.im[0];
    power[0] = lowest * lowest;
    power[plan.length] = highest * highest;
    for_bin_pairs(plan.length, [&](auto d, std::size_t k) HWY_ATTR {
        const auto pair = real_bins(d, plan, z.re, z.im, k);
        const std::size_t mirror = plan.length - k - hn::Lanes(d) + 1;
        const auto squared = [](const auto& x) HWY_ATTR { return hn::MulAdd(x.re, x.re, hn::Mul(x.im, x.im)); };
        hn::StoreU(squared(pair.low), d, power + k);
        hn::StoreU(hn::Reverse(d, squared(pair.high)), d, power + mirror);
    });
}

void real_inverse(const FftPlan& plan, const std::complex<float>* in, float* out, float* work) {
    const std::size_t length = plan.length;
    const auto* bins = reinterpret_cast<const float*>(in);
    // Bins of the complex transform, in the half of the work memory that its first pass does not write to.
    float* re = work + 2 * length;
    float* im = re + length;
    re[0] = (in[0].real() + in[length].real()) / 2.0F;
    im[0] = (in[0].real() - in[length].real()) / 2.0F;
    for_bin_pairs(length, [&](auto d, std::size_t k) HWY_ATTR {
        using C = Complex<hn::Vec<decltype(d)>>;
        const auto half = hn::Set(d, 0.5F);
        const std::size_t mirror = length - k - hn::Lanes(d) + 1;
        const C low = load_interleaved(d, bins + 2 * k);
        const C high = load_interleaved(d, bins + 2 * mirror);
        const C mirrored{hn::Reverse(d, high.re), hn::Reverse(d, high.im)};
        const C even = scaled(C{hn::Add(low.re, mirrored.re), hn::Sub(low.im, mirrored.im)}, half);
        const C odd = scaled(C{hn::Sub(low.re, mirrored.re), hn::Add(low.im, mirrored.im)}, half);
        const C factor{hn::LoadU(d, plan.real_twiddles_re.data() + k),
                       hn::Neg(hn::LoadU(d, plan.real_twiddles_im.data() + k))};
        const C turned = odd * factor;
        const C z_low = plus_i_times(even, turned);
        const C z_high = minus_i_times(even, turned);  // Conjugated.
        hn::StoreU(z_low.re, d, re + k);
        hn::StoreU(z_low.im, d, im + k);
        hn::StoreU(hn::Reverse(d, z_high.re), d, re + mirror);
        hn::StoreU(hn::Neg(hn::Reverse(d, z_high.im)), d, im + mirror);
    });
    const Halves z = transform_lanes(plan, work, [=](auto d) { return Split<decltype(d)>{d, im, re}; });
    emit(z.im, z.re, length, 1.0F / static_cast<float>(length), out);
}

FftPath path_of_target() {
    return {.lanes = hn::Lanes(hn::ScalableTag<float>()),
            .complex_forward = complex_forward,
            .complex_inverse = complex_inverse,
            .real_forward = real_forward,
            .real_inverse = real_inverse,
            .real_power = real_power};
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(path_of_target);

FftPath fft_path() { return HWY_DYNAMIC_DISPATCH(path_of_target)(); }

}  // namespace attacca::kernels
#endif
