#include "attacca/kernels/fft.h"

#include <cstdint>
#include <type_traits>

#include "kernels/fft_path.h"

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/fft.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernels/fft_butterflies-inl.h"
#include "kernels/fft_join-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// The even and the odd elements of two vectors in a row.
template <class D>
HWY_INLINE Complex<hn::Vec<D>> pulled_apart([[maybe_unused]] D d, hn::Vec<D> low, hn::Vec<D> high) {
    if constexpr (hn::MaxLanes(D()) == 1) {
        return {low, high};
    } else {
#if HWY_TARGET != HWY_SCALAR
        return {hn::ConcatEven(d, high, low), hn::ConcatOdd(d, high, low)};
#endif
    }
}

/// Complex numbers as std::complex stores them.
template <class D, Parts kParts>
struct Interleaved {
    D d;
    const float* data;

    HWY_INLINE Complex<hn::Vec<D>> load(std::size_t k) const {
        const float* place = data + 2 * hn::Lanes(d) * k;
        const auto value = pulled_apart(d, hn::LoadU(d, place), hn::LoadU(d, place + hn::Lanes(d)));
        if constexpr (kParts == Parts::swapped) return {value.im, value.re};
        return value;
    }
};

/// The same, each number's parts weighted.
template <class D>
struct Weighted {
    D d;
    const float* data;
    const float* weights;

    HWY_INLINE Complex<hn::Vec<D>> load(std::size_t k) const {
        const std::size_t low = 2 * hn::Lanes(d) * k;
        const std::size_t high = low + hn::Lanes(d);
        return pulled_apart(d, hn::Mul(hn::LoadU(d, data + low), hn::LoadU(d, weights + low)),
                            hn::Mul(hn::LoadU(d, data + high), hn::LoadU(d, weights + high)));
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

/// Decimation in time: the input is read in the order that lets all later passes run in place.
template <std::size_t kRadix, class D, class Source>
HWY_INLINE void first_pass(D d, Source source, VectorPairs<D> out, const FftPlan& plan) {
    const std::size_t left = plan.input_order.size();
    const std::uint32_t* places = plan.input_order.data();
    for (std::size_t j = 0; j < left; ++j) {
        Complex<hn::Vec<D>> a[kRadix];
        for (std::size_t i = 0; i < kRadix; ++i) a[i] = source.load(j + left * i);
        dft<kRadix>(d, a);
        for (std::size_t i = 0; i < kRadix; ++i) out.store(places[j] + i, a[i]);
    }
}

/// Joins transforms of `done` elements by kRadix, in place, `count` elements in all.
template <std::size_t kRadix, class D>
HWY_INLINE void later_pass(D d, VectorPairs<D> data, std::size_t done, std::size_t count, const float* twiddles) {
    using C = Complex<hn::Vec<D>>;
    for (std::size_t first = 0; first < count; first += done * kRadix) {
        C a[kRadix];
        for (std::size_t i = 0; i < kRadix; ++i) a[i] = data.load(first + done * i);
        dft<kRadix>(d, a);
        for (std::size_t i = 0; i < kRadix; ++i) data.store(first + done * i, a[i]);
        const float* factors = twiddles;
        for (std::size_t k = first + 1; k < first + done; ++k) {
            a[0] = data.load(k);
            for (std::size_t i = 1; i < kRadix; ++i) {
                a[i] = data.load(k + done * i) * C{hn::Set(d, factors[2 * i - 2]), hn::Set(d, factors[2 * i - 1])};
            }
            dft<kRadix>(d, a);
            for (std::size_t i = 0; i < kRadix; ++i) data.store(k + done * i, a[i]);
            factors += 2 * (kRadix - 1);
        }
    }
}

/// Calls visit with the radix as a constant. Only plans of 16 lanes have the radix 16: see make_fft_plan.
template <class D, class Visit>
HWY_INLINE void with_radix(std::size_t radix, Visit visit) {
    switch (radix) {
        case 1:
            return visit(std::integral_constant<std::size_t, 1>());
        case 2:
            return visit(std::integral_constant<std::size_t, 2>());
        case 3:
            return visit(std::integral_constant<std::size_t, 3>());
        case 4:
            return visit(std::integral_constant<std::size_t, 4>());
        case 5:
            return visit(std::integral_constant<std::size_t, 5>());
        case 16:
            if constexpr (hn::MaxLanes(D()) == 16) return visit(std::integral_constant<std::size_t, 16>());
            break;
        default:
            return visit(std::integral_constant<std::size_t, 8>());
    }
}

// Each of the next two stands once in the program for all transforms that read alike, not once in each of them.
template <class D, class Source>
HWY_NOINLINE void first_pass_of(D d, Source source, VectorPairs<D> data, const FftPlan& plan) {
    if constexpr (kFirstPassOnlyReads) {
        first_pass<1>(d, source, data, plan);
    } else {
        with_radix<D>(plan.radices[0], [&](auto radix) HWY_ATTR { first_pass<radix.value>(d, source, data, plan); });
    }
}

template <class D>
HWY_NOINLINE void later_passes(D d, VectorPairs<D> data, const FftPlan& plan, std::size_t per_lane) {
    const float* twiddles = plan.pass_twiddles.data();
    std::size_t done = plan.radices[0];
    for (std::size_t pass = 1; pass < plan.radices.size(); ++pass) {
        with_radix<D>(plan.radices[pass],
                      [&](auto radix) HWY_ATTR { later_pass<radix.value>(d, data, done, per_lane, twiddles); });
        twiddles += 2 * (plan.radices[pass] - 1) * (done - 1);
        done *= plan.radices[pass];
    }
}

template <std::size_t kLanes, class Source, class Out>
void transform(const FftPlan& plan, Source source, Out out, float* work) {
    const auto d = source.d;
    const VectorPairs<decltype(source.d)> data{d, work};
    first_pass_of(d, source, data, plan);
    later_passes(d, data, plan, plan.length / kLanes);
    if constexpr (kLanes == 1) finish_one_lane(plan, work, out);
#if HWY_TARGET != HWY_SCALAR
    if constexpr (kLanes > 1) join_lanes<kLanes>(d, plan, data, out);
#endif
}

/// With as many lanes as the plan has: `make_source(d)` reads the input through vectors of them.
template <class Out, class MakeSource>
HWY_INLINE void transform_lanes(const FftPlan& plan, Out out, float* work, MakeSource make_source) {
#if HWY_TARGET != HWY_SCALAR
    if constexpr (HWY_MAX_BYTES >= 64) {
        if (plan.lanes == 16) return transform<16>(plan, make_source(hn::CappedTag<float, 16>()), out, work);
    }
    if constexpr (HWY_MAX_BYTES >= 32) {
        if (plan.lanes == 8) return transform<8>(plan, make_source(hn::CappedTag<float, 8>()), out, work);
    }
    if (plan.lanes == 4) return transform<4>(plan, make_source(hn::CappedTag<float, 4>()), out, work);
#endif
    return transform<1>(plan, make_source(hn::CappedTag<float, 1>()), out, work);
}

template <Parts kParts, class Out>
void transform_interleaved(const FftPlan& plan, const float* in, Out out, float* work) {
    transform_lanes(plan, out, work, [in](auto d) { return Interleaved<decltype(d), kParts>{d, in}; });
}

void complex_forward(const FftPlan& plan, const std::complex<float>* in, std::complex<float>* out, float* work) {
    const ValuesOut<Signal::complex> values{.out = reinterpret_cast<float*>(out)};
    transform_interleaved<Parts::as_they_are>(plan, reinterpret_cast<const float*>(in), values, work);
}

void complex_inverse(const FftPlan& plan, const std::complex<float>* in, std::complex<float>* out, float* work) {
    const ValuesOut<Signal::complex, Parts::swapped> values{.out = reinterpret_cast<float*>(out),
                                                            .factor = 1.0F / static_cast<float>(plan.length)};
    transform_interleaved<Parts::swapped>(plan, reinterpret_cast<const float*>(in), values, work);
}

void real_forward(const FftPlan& plan, const float* in, std::complex<float>* out, float* work) {
    const ValuesOut<Signal::real> bins{.out = reinterpret_cast<float*>(out)};
    transform_interleaved<Parts::as_they_are>(plan, in, bins, work);
}

void real_power(const FftPlan& plan, const float* in, float* power, float* work) {
    transform_interleaved<Parts::as_they_are>(plan, in, PowersOut{power}, work);
}

void real_power_windowed(const FftPlan& plan, const float* in, const float* window, float* power, float* work) {
    transform_lanes(plan, PowersOut{power}, work, [=](auto d) { return Weighted<decltype(d)>{d, in, window}; });
}

/// Bins of a real transform back to those of the complex one, in the half of the work memory that its passes leave
/// alone. Vectors that reach past the middle write some of them twice.
template <class D>
HWY_INLINE void put_together(D d, const FftPlan& plan, const float* bins, float* re, float* im) {
    using C = Complex<hn::Vec<D>>;
    const std::size_t lanes = hn::Lanes(d);
    for (std::size_t k = 1; k <= plan.length / 2; k += lanes) {
        const std::size_t mirror = plan.length - k - lanes + 1;
        const C low = pulled_apart(d, hn::LoadU(d, bins + 2 * k), hn::LoadU(d, bins + 2 * k + lanes));
        const C high = pulled_apart(d, hn::LoadU(d, bins + 2 * mirror), hn::LoadU(d, bins + 2 * mirror + lanes));
        const C factor{hn::LoadU(d, plan.mirror_twiddles_re.data() + k),
                       hn::LoadU(d, plan.mirror_twiddles_im.data() + k)};
        const auto z =
            taken_apart(d, BinPair<C>{low, {hn::Reverse(d, high.re), hn::Neg(hn::Reverse(d, high.im))}}, factor);
        hn::StoreU(z.low.re, d, re + k);
        hn::StoreU(z.low.im, d, im + k);
        hn::StoreU(hn::Reverse(d, z.high.re), d, re + mirror);
        hn::StoreU(hn::Neg(hn::Reverse(d, z.high.im)), d, im + mirror);
    }
}

void real_inverse(const FftPlan& plan, const std::complex<float>* in, float* out, float* work) {
    const std::size_t length = plan.length;
    const auto* bins = reinterpret_cast<const float*>(in);
    float* re = work + 2 * length;
    float* im = re + length;
    re[0] = (in[0].real() + in[length].real()) / 2.0F;
    im[0] = (in[0].real() - in[length].real()) / 2.0F;
    const hn::ScalableTag<float> d;
    if (length > 2 * hn::Lanes(d)) {
        put_together(d, plan, bins, re, im);
    } else {
        put_together(hn::CappedTag<float, 1>(), plan, bins, re, im);
    }
    const ValuesOut<Signal::complex, Parts::swapped> values{.out = out, .factor = 1.0F / static_cast<float>(length)};
    transform_lanes(plan, values, work, [=](auto lanes) { return Split<decltype(lanes)>{lanes, im, re}; });
}

FftPath path_of_target() {
    return {.lanes = hn::Lanes(hn::ScalableTag<float>()),
            .complex_forward = complex_forward,
            .complex_inverse = complex_inverse,
            .real_forward = real_forward,
            .real_inverse = real_inverse,
            .real_power = real_power,
            .real_power_windowed = real_power_windowed};
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
