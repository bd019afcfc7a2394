// What conversions between sample formats share: a step for a vector, done for a whole block.
// Included once for each CPU path, after Highway.

#if defined(ATTACCA_CONVERT) == defined(HWY_TARGET_TOGGLE)
#ifdef ATTACCA_CONVERT
#undef ATTACCA_CONVERT
#else
#define ATTACCA_CONVERT
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using FloatTag = hn::ScalableTag<float>;
using FloatVec = hn::Vec<FloatTag>;
using IntTag = hn::ScalableTag<std::int32_t>;
using IntVec = hn::Vec<IntTag>;
constexpr FloatTag kFloats;
constexpr IntTag kInts;

constexpr float kI32Scale = 2147483648.0F;

/// Bytes of a packed sample of 24 bits.
constexpr std::size_t kPacked24 = 3;

// Stores that straddle two cache lines take twice the time. Writes one vector where the output begins, and returns how
// many of its samples lie before the first aligned place; the rest of them are written again, with the same values,
// which an input in the same place would not survive.
template <class In, class Out, class Step>
HWY_INLINE std::size_t align(const In* in, Out* out, Step step) {
    const std::size_t lanes = hn::Lanes(kFloats);
    const std::size_t beyond = reinterpret_cast<std::uintptr_t>(out) % (lanes * sizeof(Out));
    if (beyond == 0 || beyond % sizeof(Out) != 0 || static_cast<const void*>(in) == static_cast<const void*>(out)) return 0;
    step(in, out);
    return lanes - beyond / sizeof(Out);
}

// Vectors of a block, then the rest through a padded copy of the same step: one arithmetic for every sample. A sample
// is `in_each` and `out_each` numbers; the step for packed ones reads or writes up to a third of a vector too much.
template <std::size_t in_each = 1, std::size_t out_each = 1, class In, class Out, class Step>
HWY_INLINE void each_vector(const In* HWY_RESTRICT in, Out* HWY_RESTRICT out, std::size_t count, Step step) {
    constexpr bool kIsPacked = in_each != 1 || out_each != 1;
    constexpr std::size_t kUnrolled = 8;
    const std::size_t lanes = hn::Lanes(kFloats);
    const std::size_t too_much = kIsPacked ? lanes : 0;
    std::size_t done = 0;
    if (!kIsPacked && count >= lanes) done = align(in, out, step);
    const In* from = in + done * in_each;
    Out* to = out + done * out_each;
    for (; done + kUnrolled * lanes + too_much <= count; done += kUnrolled * lanes) {
        for (std::size_t i = 0; i < kUnrolled; ++i) step(from + i * lanes * in_each, to + i * lanes * out_each);
        from += kUnrolled * lanes * in_each;
        to += kUnrolled * lanes * out_each;
    }
    for (; done + lanes + too_much <= count; done += lanes) step(in + done * in_each, out + done * out_each);

    const std::size_t rest = count - done;
    constexpr std::size_t kRoom = 4 * HWY_MAX_BYTES;
    HWY_ALIGN In rest_in[kRoom / sizeof(In)] = {};
    HWY_ALIGN Out rest_out[kRoom / sizeof(Out)];
    std::copy(in + done * in_each, in + count * in_each, rest_in);
    for (std::size_t i = 0; i < rest; i += lanes) step(rest_in + i * in_each, rest_out + i * out_each);
    std::copy(rest_out, rest_out + rest * out_each, out + done * out_each);
}

// NearestInt saturates at both ends of 32 bits; NaN becomes 0 first.
HWY_INLINE IntVec rounded(FloatVec samples, float scale) {
    const auto number = hn::IfThenElseZero(hn::Eq(samples, samples), samples);
    return hn::NearestInt(hn::Mul(number, hn::Set(kFloats, scale)));
}

HWY_INLINE IntVec saturated(IntVec values, int bits) {
    const std::int32_t top = static_cast<std::int32_t>((std::uint32_t{1} << (bits - 1)) - 1);
    return hn::Max(hn::Min(values, hn::Set(kInts, top)), hn::Set(kInts, -top - 1));
}

#if HWY_TARGET == HWY_SCALAR
HWY_INLINE IntVec load_i24(const std::uint8_t* from) {
    return hn::Set(kInts, static_cast<std::int32_t>(std::uint32_t{from[0]} << 8 | std::uint32_t{from[1]} << 16 |
                                                    std::uint32_t{from[2]} << 24));
}

HWY_INLINE void store_i24(IntVec values, std::uint8_t* to) {
    const auto value = static_cast<std::uint32_t>(hn::GetLane(values));
    for (std::size_t i = 0; i < kPacked24; ++i) to[i] = static_cast<std::uint8_t>(value >> (8 * i));
}
#else
using ByteTag = hn::Repartition<std::uint8_t, FloatTag>;
constexpr ByteTag kBytes;

// Four packed samples are three words of 32 bits: what a block of 128 bits takes in, or gives.
constexpr std::size_t kBlockWords = 4;
constexpr std::size_t kPackedWords = 3;

HWY_INLINE IntVec words_in_order(IntVec words, std::size_t step_of_blocks, std::size_t words_of_a_block) {
    if (hn::MaxLanes(kInts) == kBlockWords) return words;
    HWY_ALIGN std::int32_t order[HWY_MAX_BYTES / sizeof(std::int32_t)];
    for (std::size_t i = 0; i < hn::Lanes(kInts); ++i) {
        const std::size_t word = i / words_of_a_block * step_of_blocks + i % words_of_a_block;
        order[i] = static_cast<std::int32_t>(word % hn::Lanes(kInts));
    }
    return hn::TableLookupLanes(words, hn::SetTableIndices(kInts, order));
}

// Packed samples at the top of 32 bits. Reads a third more than they are.
HWY_INLINE IntVec load_i24(const std::uint8_t* from) {
    alignas(16) static constexpr std::uint8_t kSpread[16] = {0x80, 0, 1, 2, 0x80, 3, 4, 5, 0x80, 6, 7, 8, 0x80, 9, 10, 11};
    const auto words = words_in_order(hn::BitCast(kInts, hn::LoadU(kBytes, from)), kPackedWords, kBlockWords);
    return hn::BitCast(kInts, hn::TableLookupBytesOr0(hn::BitCast(kBytes, words), hn::LoadDup128(kBytes, kSpread)));
}

// The low 24 bits of each. Writes a third more than they are.
HWY_INLINE void store_i24(IntVec values, std::uint8_t* to) {
    alignas(16) static constexpr std::uint8_t kGather[16] = {0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0x80, 0x80, 0x80, 0x80};
    const auto packed = hn::TableLookupBytesOr0(hn::BitCast(kBytes, values), hn::LoadDup128(kBytes, kGather));
    const auto words = words_in_order(hn::BitCast(kInts, packed), kBlockWords, kPackedWords);
    hn::StoreU(hn::BitCast(kBytes, words), kBytes, to);
}
#endif

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
