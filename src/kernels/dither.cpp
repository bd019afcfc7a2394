#include "attacca/kernels/dither.h"

#include <algorithm>
#include <cassert>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/dither.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernels/convert-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

using IndexTag = hn::RebindToUnsigned<FloatTag>;
using IndexVec = hn::Vec<IndexTag>;
constexpr IndexTag kIndices;

// triangular_dither of so many indices in a row.
HWY_INLINE FloatVec dither_from(std::uint32_t index) {
    auto x = hn::Add(hn::Iota(kIndices, 0), hn::Set(kIndices, index));
    x = hn::Mul(hn::Xor(x, hn::ShiftRight<16>(x)), hn::Set(kIndices, 0x7FEB352DU));
    x = hn::Mul(hn::Xor(x, hn::ShiftRight<15>(x)), hn::Set(kIndices, 0x846CA68BU));
    x = hn::Xor(x, hn::ShiftRight<16>(x));
    const auto halves = hn::Sub(hn::And(x, hn::Set(kIndices, 0xFFFFU)), hn::ShiftRight<16>(x));
    return hn::Mul(hn::ConvertTo(kFloats, hn::BitCast(kInts, halves)), hn::Set(kFloats, 1.0F / 65536.0F));
}

// The fraction is rounded apart from the whole: both are exact in a float, which their sum would not be.
HWY_INLINE IntVec dithered(FloatVec samples, FloatVec noise, int bits) {
    const auto steps = hn::Set(kFloats, static_cast<float>(std::uint32_t{1} << (bits - 1)));
    const auto beyond = hn::Mul(steps, hn::Set(kFloats, 2.0F));
    const auto number = hn::IfThenElseZero(hn::Eq(samples, samples), samples);
    const auto scaled = hn::Max(hn::Min(hn::Mul(number, steps), beyond), hn::Neg(beyond));
    const auto whole = hn::NearestInt(scaled);
    const auto fraction = hn::Sub(scaled, hn::ConvertTo(kFloats, whole));
    return saturated(hn::Add(whole, hn::NearestInt(hn::Add(fraction, noise))), bits);
}

// `store` may write a third of a vector too much where a sample is several numbers.
template <std::size_t out_each, class Out, class Store>
HWY_INLINE void each_dithered(const float* in, Out* out, std::size_t count, int bits, std::uint32_t first,
                              Store store) {
    const std::size_t lanes = hn::Lanes(kFloats);
    const auto step = [&](const float* from, Out* to, std::size_t place) HWY_ATTR {
        store(dithered(hn::LoadU(kFloats, from), dither_from(first + static_cast<std::uint32_t>(place)), bits), to);
    };
    const std::size_t too_much = out_each == 1 ? 0 : lanes;
    std::size_t done = 0;
    for (; done + lanes + too_much <= count; done += lanes) step(in + done, out + done * out_each, done);

    const std::size_t rest = count - done;
    HWY_ALIGN float rest_in[HWY_MAX_BYTES / 2] = {};
    HWY_ALIGN Out rest_out[4 * HWY_MAX_BYTES / sizeof(Out)];
    std::copy(in + done, in + count, rest_in);
    for (std::size_t i = 0; i < rest; i += lanes) step(rest_in + i, rest_out + i * out_each, done + i);
    std::copy(rest_out, rest_out + rest * out_each, out + done * out_each);
}

void f32_to_i16_dithered(const float* in, std::int16_t* out, std::size_t count, std::uint32_t first) {
    const hn::Rebind<std::int16_t, FloatTag> shorts;
    each_dithered<1>(in, out, count, 16, first, [&](IntVec values, std::int16_t* to) HWY_ATTR {
        hn::StoreU(hn::DemoteTo(shorts, values), shorts, to);
    });
}

void f32_to_i24_dithered(const float* in, std::uint8_t* packed, std::size_t count, std::uint32_t first) {
    each_dithered<kPacked24>(in, packed, count, 24, first,
                             [](IntVec values, std::uint8_t* to) HWY_ATTR { store_i24(values, to); });
}

void f32_to_i32_dithered(const float* in, std::int32_t* out, std::size_t count, int bits, std::uint32_t first) {
    each_dithered<1>(in, out, count, bits, first, [&](IntVec values, std::int32_t* to) HWY_ATTR {
        hn::StoreU(hn::ShiftLeftSame(values, 32 - bits), kInts, to);
    });
}

void dither_of_one(std::uint32_t index, float* noise) { *noise = hn::GetLane(dither_from(index)); }

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(f32_to_i16_dithered);
HWY_EXPORT(f32_to_i24_dithered);
HWY_EXPORT(f32_to_i32_dithered);
HWY_EXPORT(dither_of_one);

double triangular_dither(std::uint32_t index) noexcept {
    float noise = 0.0F;
    HWY_DYNAMIC_DISPATCH(dither_of_one)(index, &noise);
    return static_cast<double>(noise);
}

void f32_to_i16_dithered(const float* in, std::int16_t* out, std::size_t count, std::uint32_t first) noexcept {
    HWY_DYNAMIC_DISPATCH(f32_to_i16_dithered)(in, out, count, first);
}

void f32_to_i24_dithered(const float* in, std::uint8_t* packed, std::size_t count, std::uint32_t first) noexcept {
    HWY_DYNAMIC_DISPATCH(f32_to_i24_dithered)(in, packed, count, first);
}

void f32_to_i32_dithered(const float* in, std::int32_t* out, std::size_t count, int bits,
                         std::uint32_t first) noexcept {
    assert(bits >= 8 && bits <= 24);
    HWY_DYNAMIC_DISPATCH(f32_to_i32_dithered)(in, out, count, bits, first);
}

}  // namespace attacca::kernels
#endif
