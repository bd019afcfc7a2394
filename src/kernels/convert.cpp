#include "attacca/kernels/convert.h"

#include <algorithm>
#include <cassert>
#include <cmath>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/convert.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernels/convert-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

void u8_to_f32(const std::uint8_t* in, float* out, std::size_t count) {
    const hn::Rebind<std::uint8_t, FloatTag> bytes;
    each_vector(in, out, count, [&](const std::uint8_t* from, float* to) HWY_ATTR {
        const auto value = hn::Sub(hn::PromoteTo(kInts, hn::LoadU(bytes, from)), hn::Set(kInts, 128));
        hn::StoreU(hn::Mul(hn::ConvertTo(kFloats, value), hn::Set(kFloats, 1.0F / 128.0F)), kFloats, to);
    });
}

// A float from 256 to 258 has 2^-15 as its last bit: the 16 bits, their sign turned over, are the end of 257 + x / 2^15.
// What bounds it: three operations a vector on AVX-512's two ports, where a move has none.
void i16_to_f32(const std::int16_t* in, float* out, std::size_t count) {
    const hn::RebindToUnsigned<FloatTag> bits;
    const hn::Rebind<std::uint16_t, FloatTag> shorts;
    each_vector(in, out, count, [&](const std::int16_t* from, float* to) HWY_ATTR {
        const auto value = hn::PromoteTo(bits, hn::LoadU(shorts, reinterpret_cast<const std::uint16_t*>(from)));
        const auto above_256 = hn::BitCast(kFloats, hn::Xor(value, hn::Set(bits, 0x43808000U)));
        hn::StoreU(hn::Sub(above_256, hn::Set(kFloats, 257.0F)), kFloats, to);
    });
}

void i24_to_f32(const std::uint8_t* packed, float* out, std::size_t count) {
    each_vector<kPacked24, 1>(packed, out, count, [&](const std::uint8_t* from, float* to) HWY_ATTR {
        const auto value = hn::ConvertTo(kFloats, load_i24(from));
        hn::StoreU(hn::Mul(value, hn::Set(kFloats, 1.0F / kI32Scale)), kFloats, to);
    });
}

void i32_to_f32(const std::int32_t* in, float* out, std::size_t count) {
    each_vector(in, out, count, [&](const std::int32_t* from, float* to) HWY_ATTR {
        const auto value = hn::ConvertTo(kFloats, hn::LoadU(kInts, from));
        hn::StoreU(hn::Mul(value, hn::Set(kFloats, 1.0F / kI32Scale)), kFloats, to);
    });
}

void f64_to_f32(const double* in, float* out, std::size_t count) {
    std::transform(in, in + count, out, [](double sample) { return static_cast<float>(sample); });
}

void f32_to_u8(const float* in, std::uint8_t* out, std::size_t count) {
    const hn::Rebind<std::uint8_t, FloatTag> bytes;
    each_vector(in, out, count, [&](const float* from, std::uint8_t* to) HWY_ATTR {
        const auto value = saturated(rounded(hn::LoadU(kFloats, from), 128.0F), 8);
        hn::StoreU(hn::DemoteTo(bytes, hn::Add(value, hn::Set(kInts, 128))), bytes, to);
    });
}

#if HWY_TARGET != HWY_SCALAR
// A float below 2 has a zero where larger ones, infinities and NaN have the highest bit of their exponent: one union of
// all bits tells whether any sample needs care. Samples beyond full scale saturate on the way to 16 bits.
HWY_INLINE bool all_below_two(const float* in, std::size_t count) {
    const std::size_t lanes = hn::Lanes(kFloats);
    auto bits = hn::Zero(kFloats);
    for (std::size_t i = 0; i + 2 * lanes <= count; i += 2 * lanes) {
        bits = hn::Or3(bits, hn::LoadU(kFloats, in + i), hn::LoadU(kFloats, in + i + lanes));
    }
    const auto top = hn::Set(kInts, 0x40000000);
    return hn::AllTrue(kInts, hn::Eq(hn::And(hn::BitCast(kInts, bits), top), hn::Zero(kInts)));
}
#endif

HWY_INLINE hn::Vec<IntTag> nearest(FloatVec below_32_bits) {
#if HWY_TARGET == HWY_AVX3  // NearestInt would make sure that no value is beyond 32 bits.
    return hn::Vec<IntTag>{_mm512_cvtps_epi32(below_32_bits.raw)};
#elif HWY_TARGET == HWY_AVX2
    return hn::Vec<IntTag>{_mm256_cvtps_epi32(below_32_bits.raw)};
#else
    return hn::NearestInt(below_32_bits);
#endif
}

// For any sample at all. What is too low becomes the lowest integer anyway.
HWY_INLINE hn::Vec<IntTag> any_to_i16_range(FloatVec samples) {
    const auto scaled = hn::Mul(samples, hn::Set(kFloats, 32768.0F));
    return nearest(hn::Min(hn::IfThenElseZero(hn::Eq(samples, samples), scaled), hn::Set(kFloats, 32767.0F)));
}

#if HWY_TARGET != HWY_SCALAR
// Whole pairs of vectors; returns how many samples they were. Two vectors are demoted into one, block by block of 128
// bits in turn; then the blocks' halves are put in order.
template <class ToRange>
HWY_INLINE std::size_t pairs_to_i16(const float* in, std::int16_t* out, std::size_t count, ToRange to_range) {
    const hn::Repartition<std::int16_t, FloatTag> shorts;
    const hn::Repartition<std::uint64_t, FloatTag> halves;
    const std::size_t lanes = hn::Lanes(kFloats);
    HWY_ALIGN std::uint64_t order[HWY_MAX_BYTES / sizeof(std::uint64_t)];
    const std::size_t half_count = hn::Lanes(halves);
    for (std::size_t i = 0; i < half_count; ++i) order[i] = i < half_count / 2 ? 2 * i : 2 * i - half_count + 1;
    const auto in_order = hn::SetTableIndices(halves, order);
    std::size_t done = 0;
    for (; done + 2 * lanes <= count; done += 2 * lanes) {
        const auto low = to_range(hn::LoadU(kFloats, in + done));
        const auto high = to_range(hn::LoadU(kFloats, in + done + lanes));
        const auto packed = hn::TableLookupLanes(hn::BitCast(halves, hn::ReorderDemote2To(shorts, low, high)), in_order);
        hn::StoreU(hn::BitCast(shorts, packed), shorts, out + done);
    }
    return done;
}

HWY_INLINE std::size_t chunks_to_i16(const float* in, std::int16_t* out, std::size_t count) {
    constexpr std::size_t kChunk = 512;
    const auto any = [](FloatVec samples) HWY_ATTR { return any_to_i16_range(samples); };
    std::size_t done = 0;
    // As in `align`, but for the loads, which here are more than the stores.
    const std::size_t lanes = hn::Lanes(kFloats);
    const std::size_t beyond = reinterpret_cast<std::uintptr_t>(in) % (lanes * sizeof(float)) / sizeof(float);
    if (beyond != 0 && count >= 2 * lanes && static_cast<const void*>(in) != static_cast<const void*>(out)) {
        pairs_to_i16(in, out, 2 * lanes, any);
        done = lanes - beyond;
    }
    for (; done + kChunk <= count; done += kChunk) {
        if (all_below_two(in + done, kChunk)) {
            pairs_to_i16(in + done, out + done, kChunk,
                         [](FloatVec samples) HWY_ATTR { return nearest(hn::Mul(samples, hn::Set(kFloats, 32768.0F))); });
        } else {
            pairs_to_i16(in + done, out + done, kChunk, any);
        }
    }
    return done + pairs_to_i16(in + done, out + done, count - done, any);
}
#endif

void f32_to_i16(const float* in, std::int16_t* out, std::size_t count) {
#if HWY_TARGET == HWY_SCALAR
    const std::size_t done = 0;
#else
    const std::size_t done = chunks_to_i16(in, out, count);
#endif
    const hn::Rebind<std::int16_t, FloatTag> half_shorts;
    each_vector(in + done, out + done, count - done, [&](const float* from, std::int16_t* to) HWY_ATTR {
        hn::StoreU(hn::DemoteTo(half_shorts, any_to_i16_range(hn::LoadU(kFloats, from))), half_shorts, to);
    });
}

void f32_to_i24(const float* in, std::uint8_t* packed, std::size_t count) {
    each_vector<1, kPacked24>(in, packed, count, [&](const float* from, std::uint8_t* to) HWY_ATTR {
        store_i24(saturated(rounded(hn::LoadU(kFloats, from), 8388608.0F), 24), to);
    });
}

void f32_to_i32(const float* in, std::int32_t* out, std::size_t count, int bits) {
    const float scale = std::ldexp(1.0F, bits - 1);
    const int shift = 32 - bits;
    const auto top = static_cast<std::int32_t>((std::uint32_t{1} << (bits - 1)) - 1);
    each_vector(in, out, count, [&](const float* from, std::int32_t* to) HWY_ATTR {
        const auto samples = hn::LoadU(kFloats, from);
        const auto value = saturated(rounded(samples, scale), bits);
        // 2^31 itself is a float, and the paths do not agree on which integer it becomes.
        const auto full = hn::RebindMask(kInts, hn::Ge(samples, hn::Set(kFloats, 1.0F)));
        hn::StoreU(hn::ShiftLeftSame(hn::IfThenElse(full, hn::Set(kInts, top), value), shift), kInts, to);
    });
}

void f32_to_f64(const float* in, double* out, std::size_t count) { std::copy(in, in + count, out); }

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(u8_to_f32);
HWY_EXPORT(i16_to_f32);
HWY_EXPORT(i24_to_f32);
HWY_EXPORT(i32_to_f32);
HWY_EXPORT(f64_to_f32);
HWY_EXPORT(f32_to_u8);
HWY_EXPORT(f32_to_i16);
HWY_EXPORT(f32_to_i24);
HWY_EXPORT(f32_to_f64);
HWY_EXPORT(f32_to_i32);

void u8_to_f32(const std::uint8_t* in, float* out, std::size_t count) noexcept {
    HWY_DYNAMIC_DISPATCH(u8_to_f32)(in, out, count);
}

void i16_to_f32(const std::int16_t* in, float* out, std::size_t count) noexcept {
    HWY_DYNAMIC_DISPATCH(i16_to_f32)(in, out, count);
}

void i24_to_f32(const std::uint8_t* packed, float* out, std::size_t count) noexcept {
    HWY_DYNAMIC_DISPATCH(i24_to_f32)(packed, out, count);
}

void i32_to_f32(const std::int32_t* in, float* out, std::size_t count) noexcept {
    HWY_DYNAMIC_DISPATCH(i32_to_f32)(in, out, count);
}

void f64_to_f32(const double* in, float* out, std::size_t count) noexcept {
    HWY_DYNAMIC_DISPATCH(f64_to_f32)(in, out, count);
}

void f32_to_u8(const float* in, std::uint8_t* out, std::size_t count) noexcept {
    HWY_DYNAMIC_DISPATCH(f32_to_u8)(in, out, count);
}

void f32_to_i16(const float* in, std::int16_t* out, std::size_t count) noexcept {
    HWY_DYNAMIC_DISPATCH(f32_to_i16)(in, out, count);
}

void f32_to_i24(const float* in, std::uint8_t* packed, std::size_t count) noexcept {
    HWY_DYNAMIC_DISPATCH(f32_to_i24)(in, packed, count);
}

void f32_to_f64(const float* in, double* out, std::size_t count) noexcept {
    HWY_DYNAMIC_DISPATCH(f32_to_f64)(in, out, count);
}

void f32_to_i32(const float* in, std::int32_t* out, std::size_t count, int bits) noexcept {
    assert(bits >= 8 && bits <= 32);
    HWY_DYNAMIC_DISPATCH(f32_to_i32)(in, out, count, bits);
}

}  // namespace attacca::kernels
#endif
