#include "attacca/kernels/base64.h"

#include <array>
#include <string_view>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/base64.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format on

#ifndef ATTACCA_BASE64_TABLES
#define ATTACCA_BASE64_TABLES
namespace attacca::kernels {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t kNoValue = 0x80;

constexpr auto kValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(static_cast<std::uint8_t>(kNoValue));
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
        values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}();

// A character's high four bits tell which part of the alphabet it can belong to; the parts of 4 and 6, and of 5 and 7,
// have gaps in the same places. A bit for each part: a character is none of ours if, for its low four bits, its part
// has a gap.
constexpr std::array<std::uint8_t, 16> kPartOfHigh = {16, 16, 1, 2, 4, 8, 4, 8, 16, 16, 16, 16, 16, 16, 16, 16};

constexpr auto kGapsOfLow = [] {
    std::array<std::uint8_t, 16> gaps{};
    for (std::size_t c = 0; c < kValues.size(); ++c) {
        if (kValues[c] == kNoValue) gaps[c % 16] = static_cast<std::uint8_t>(gaps[c % 16] | kPartOfHigh[c / 16]);
    }
    return gaps;
}();

// From a character to its value, by the high four bits; '/' is looked up one below its own.
constexpr auto kStepOfHigh = [] {
    std::array<std::uint8_t, 16> steps{};
    for (const char c : std::string_view("+0AQaq")) {
        const auto code = static_cast<std::uint8_t>(c);
        steps[code / 16] = static_cast<std::uint8_t>(kValues[code] - code);
    }
    steps['/' / 16 - 1] = static_cast<std::uint8_t>(kValues['/'] - '/');
    return steps;
}();

// The three bytes of each group of 32 bits, first the highest; 128 leaves a zero.
constexpr std::array<std::uint8_t, 16> kBytesOfGroups = {2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 128, 128, 128, 128};

}  // namespace
}  // namespace attacca::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_SCALAR
std::size_t decode_vectors(const char* text, std::size_t count, std::uint8_t* bytes) {
    const hn::ScalableTag<std::uint8_t> chars;
    const hn::Repartition<std::uint32_t, decltype(chars)> groups;
    const std::size_t lanes = hn::Lanes(chars);
    const auto part_of_high = hn::LoadDup128(chars, kPartOfHigh.data());
    const auto gaps_of_low = hn::LoadDup128(chars, kGapsOfLow.data());
    const auto step_of_high = hn::LoadDup128(chars, kStepOfHigh.data());
    const auto bytes_of_groups = hn::LoadDup128(chars, kBytesOfGroups.data());
    const auto low_bits = hn::Set(chars, 15);
    const auto slash = hn::Set(chars, '/');
    HWY_ALIGN std::uint32_t order[HWY_MAX_BYTES / sizeof(std::uint32_t)];
    const std::size_t words = hn::Lanes(groups);  // Three of each block's four words are used: they go to the front.
    for (std::size_t i = 0; i < words; ++i) {
        order[i] = static_cast<std::uint32_t>(i < words / 4 * 3 ? i / 3 * 4 + i % 3 : 3);
    }
    const auto to_front = hn::SetTableIndices(groups, order);

    std::size_t done = 0;
    // A vector's store is a third longer than what it holds: that much must follow.
    for (; done + lanes + lanes / 2 <= count; done += lanes) {
        const auto c = hn::LoadU(chars, reinterpret_cast<const std::uint8_t*>(text + done));
        const auto high = hn::And(hn::ShiftRight<4>(c), low_bits);
        const auto gaps = hn::TableLookupBytes(gaps_of_low, hn::And(c, low_bits));
        const auto bad = hn::And(gaps, hn::TableLookupBytes(part_of_high, high));
        if (!hn::AllTrue(chars, hn::Eq(bad, hn::Zero(chars)))) break;
        const auto below = hn::Add(high, hn::VecFromMask(chars, hn::Eq(c, slash)));  // One less: a mask is −1.
        const auto values = hn::BitCast(groups, hn::Add(c, hn::TableLookupBytes(step_of_high, below)));

        // Four values of 6 bits, the first in the lowest byte: into two of 12 bits, then one of 24.
        const auto even = hn::And(values, hn::Set(groups, 0x00FF00FFU));
        const auto odd = hn::AndNot(hn::Set(groups, 0x00FF00FFU), values);
        const auto pairs = hn::Or(hn::ShiftLeft<6>(even), hn::ShiftRight<8>(odd));
        const auto whole = hn::Or(hn::ShiftLeft<12>(pairs), hn::ShiftRight<16>(pairs));
        const auto packed = hn::TableLookupBytes(hn::BitCast(chars, whole), bytes_of_groups);
        const auto in_front = hn::TableLookupLanes(hn::BitCast(groups, packed), to_front);
        hn::StoreU(hn::BitCast(chars, in_front), chars, bytes + done / 4 * 3);
    }
    return done;
}
#endif

std::size_t decode_base64(const char* text, std::size_t count, std::uint8_t* bytes) {
#if HWY_TARGET == HWY_SCALAR
    std::size_t done = 0;
#else
    std::size_t done = decode_vectors(text, count, bytes);
#endif
    const auto value_of = [&](std::size_t i) -> std::uint32_t { return kValues[static_cast<std::uint8_t>(text[i])]; };
    std::uint8_t* out = bytes + done / 4 * 3;
    for (; done + 4 <= count; done += 4, out += 3) {
        const std::uint32_t a = value_of(done), b = value_of(done + 1), c = value_of(done + 2), d = value_of(done + 3);
        if (((a | b | c | d) & kNoValue) != 0) break;
        const std::uint32_t whole = a << 18 | b << 12 | c << 6 | d;
        out[0] = static_cast<std::uint8_t>(whole >> 16);
        out[1] = static_cast<std::uint8_t>(whole >> 8);
        out[2] = static_cast<std::uint8_t>(whole);
    }
    return done;
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(decode_base64);

std::size_t decode_base64(const char* text, std::size_t count, std::uint8_t* bytes) noexcept {
    return HWY_DYNAMIC_DISPATCH(decode_base64)(text, count, bytes);
}

}  // namespace attacca::kernels
#endif
