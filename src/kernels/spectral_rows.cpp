#include "attacca/kernels/spectral_rows.h"

#include <algorithm>
#include <bit>
#include <cassert>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/spectral_rows.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "hwy/contrib/math/math-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
constexpr hn::CappedTag<float, kRowGranule> kValues;
constexpr hn::Rebind<std::uint32_t, decltype(kValues)> kWords;
constexpr hn::Rebind<std::uint16_t, decltype(kValues)> kHalves;
using Values = hn::Vec<decltype(kValues)>;

HWY_INLINE Values load_row(const std::uint16_t* row) {
    return hn::BitCast(kValues, hn::ShiftLeft<16>(hn::PromoteTo(kWords, hn::LoadU(kHalves, row))));
}

/// Up to four rows that are visited together, so that what they meet is loaded once.
struct FourRows {
    FourRows(const SpectralRows& rows, const std::uint32_t* chosen, std::size_t count) {
        for (std::size_t i = 0; i < 4; ++i) {
            const std::uint32_t row = chosen[i < count ? i : 0];
            values[i] = rows.values + row * rows.stride;
            first = i == 0 ? rows.first[row] : HWY_MIN(first, rows.first[row]);
            last = i == 0 ? rows.last[row] : HWY_MAX(last, rows.last[row]);
        }
    }
    const std::uint16_t* values[4];
    std::size_t first = 0, last = 0;
};

void mix_rows(const SpectralRows& rows, const std::uint32_t* chosen, std::size_t count, const float* weights,
              float* mix) {
    std::fill_n(mix, rows.stride, 0.0F);
    const std::size_t lanes = hn::Lanes(kValues);
    for (std::size_t i = 0; i < count; i += 4) {
        const FourRows four(rows, chosen + i, count - i);
        const auto weight = [&](std::size_t j) { return hn::Set(kValues, i + j < count ? weights[i + j] : 0.0F); };
        const auto w0 = weight(0), w1 = weight(1), w2 = weight(2), w3 = weight(3);
        for (std::size_t k = four.first; k < four.last; k += lanes) {
            const auto even = hn::MulAdd(w0, load_row(four.values[0] + k),
                                         hn::MulAdd(w1, load_row(four.values[1] + k), hn::LoadU(kValues, mix + k)));
            const auto odd = hn::MulAdd(w2, load_row(four.values[2] + k), hn::Mul(w3, load_row(four.values[3] + k)));
            hn::StoreU(hn::Add(even, odd), kValues, mix + k);
        }
    }
}

void correlate_rows(const SpectralRows& rows, const std::uint32_t* chosen, std::size_t count, const float* spectrum,
                    float* products) {
    const std::size_t lanes = hn::Lanes(kValues);
    for (std::size_t i = 0; i < count; i += 4) {
        const FourRows four(rows, chosen + i, count - i);
        auto s0 = hn::Zero(kValues), s1 = s0, s2 = s0, s3 = s0;
        for (std::size_t k = four.first; k < four.last; k += lanes) {
            const auto value = hn::LoadU(kValues, spectrum + k);
            s0 = hn::MulAdd(value, load_row(four.values[0] + k), s0);
            s1 = hn::MulAdd(value, load_row(four.values[1] + k), s1);
            s2 = hn::MulAdd(value, load_row(four.values[2] + k), s2);
            s3 = hn::MulAdd(value, load_row(four.values[3] + k), s3);
        }
        std::size_t j = i;
        for (const auto& sum : {s0, s1, s2, s3}) {
            if (j < count) products[j++] = hn::GetLane(hn::SumOfLanes(kValues, sum));
        }
    }
}

void divide_spectra(const float* target, const float* mix, std::size_t count, float floor, float* ratios) {
    const auto least = hn::Set(kValues, floor);
    for (std::size_t k = 0; k < count; k += hn::Lanes(kValues)) {
        const auto divisor = hn::Add(hn::LoadU(kValues, mix + k), least);
        hn::StoreU(hn::Div(hn::LoadU(kValues, target + k), divisor), kValues, ratios + k);
    }
}

void compress_powers(const float* powers, std::size_t count, float exponent, float* magnitudes) {
    const auto least = hn::Set(kValues, 1e-30F);
    for (std::size_t k = 0; k < count; k += hn::Lanes(kValues)) {
        const auto logarithm = hn::Log(kValues, hn::Max(hn::LoadU(kValues, powers + k), least));
        hn::StoreU(hn::Exp(kValues, hn::Mul(hn::Set(kValues, exponent), logarithm)), kValues, magnitudes + k);
    }
}

float loss_without(const float* spectrum, const float* mix, const float* part, std::size_t count) {
    const auto least_part = hn::Set(kValues, 0.03F), least_rest = hn::Set(kValues, 0.02F);
    const auto zero = hn::Zero(kValues);
    auto sum = zero;
    for (std::size_t k = 0; k < count; k += hn::Lanes(kValues)) {
        const auto whole = hn::LoadU(kValues, mix + k), its = hn::LoadU(kValues, part + k);
        const auto counts = hn::And(hn::Ge(its, hn::Mul(least_part, whole)), hn::Gt(its, zero));
        if (hn::AllFalse(kValues, counts)) continue;
        const auto rest = hn::Max(hn::Sub(whole, its), hn::Mul(least_rest, whole));
        const auto ratio = hn::IfThenElse(counts, hn::Div(whole, rest), hn::Set(kValues, 1.0F));
        const auto loss = hn::Sub(hn::Mul(hn::LoadU(kValues, spectrum + k), hn::Log(kValues, ratio)), its);
        sum = hn::Add(sum, hn::IfThenElseZero(counts, loss));
    }
    return hn::GetLane(hn::SumOfLanes(kValues, sum));
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(mix_rows);
HWY_EXPORT(correlate_rows);
HWY_EXPORT(divide_spectra);
HWY_EXPORT(compress_powers);
HWY_EXPORT(loss_without);

void mix_rows(const SpectralRows& rows, std::span<const std::uint32_t> chosen, const float* weights,
              float* mix) noexcept {
    assert(rows.stride % kRowGranule == 0);
    HWY_DYNAMIC_DISPATCH(mix_rows)(rows, chosen.data(), chosen.size(), weights, mix);
}

void correlate_rows(const SpectralRows& rows, std::span<const std::uint32_t> chosen, const float* spectrum,
                    float* products) noexcept {
    assert(rows.stride % kRowGranule == 0);
    HWY_DYNAMIC_DISPATCH(correlate_rows)(rows, chosen.data(), chosen.size(), spectrum, products);
}

void divide_spectra(const float* target, const float* mix, std::size_t count, float floor, float* ratios) noexcept {
    assert(count % kRowGranule == 0);
    HWY_DYNAMIC_DISPATCH(divide_spectra)(target, mix, count, floor, ratios);
}

void compress_powers(const float* powers, std::size_t count, float exponent, float* magnitudes) noexcept {
    assert(count % kRowGranule == 0);
    HWY_DYNAMIC_DISPATCH(compress_powers)(powers, count, exponent, magnitudes);
}

float loss_without(const float* spectrum, const float* mix, const float* part, std::size_t count) noexcept {
    assert(count % kRowGranule == 0);
    return HWY_DYNAMIC_DISPATCH(loss_without)(spectrum, mix, part, count);
}

std::uint16_t to_row_value(float value) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16);
}

}  // namespace attacca::kernels
#endif
