#include "attacca/kernels/spectral_rows.h"

#include <algorithm>
#include <cassert>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/spectral_rows.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
constexpr hn::CappedTag<float, kRowGranule> kValues;

void mix_rows(const SpectralRows& rows, const std::uint32_t* chosen, std::size_t count, const float* weights,
              float* mix) {
    std::fill_n(mix, rows.stride, 0.0F);
    const std::size_t lanes = hn::Lanes(kValues);
    for (std::size_t i = 0; i < count; ++i) {
        const float* row = rows.values + chosen[i] * rows.stride;
        const auto weight = hn::Set(kValues, weights[i]);
        for (std::size_t k = rows.first[chosen[i]]; k < rows.stride; k += lanes) {
            hn::StoreU(hn::MulAdd(weight, hn::LoadU(kValues, row + k), hn::LoadU(kValues, mix + k)), kValues, mix + k);
        }
    }
}

void correlate_rows(const SpectralRows& rows, const std::uint32_t* chosen, std::size_t count, const float* spectrum,
                    float* products) {
    const std::size_t lanes = hn::Lanes(kValues);
    for (std::size_t i = 0; i < count; ++i) {
        const float* row = rows.values + chosen[i] * rows.stride;
        auto even = hn::Zero(kValues);
        auto odd = hn::Zero(kValues);  // One sum would wait for itself.
        std::size_t k = rows.first[chosen[i]];
        for (; k + 2 * lanes <= rows.stride; k += 2 * lanes) {
            even = hn::MulAdd(hn::LoadU(kValues, row + k), hn::LoadU(kValues, spectrum + k), even);
            odd = hn::MulAdd(hn::LoadU(kValues, row + k + lanes), hn::LoadU(kValues, spectrum + k + lanes), odd);
        }
        if (k < rows.stride) even = hn::MulAdd(hn::LoadU(kValues, row + k), hn::LoadU(kValues, spectrum + k), even);
        products[i] = hn::GetLane(hn::SumOfLanes(kValues, hn::Add(even, odd)));
    }
}

void divide_spectra(const float* target, const float* mix, std::size_t count, float floor, float* ratios) {
    const auto least = hn::Set(kValues, floor);
    for (std::size_t k = 0; k < count; k += hn::Lanes(kValues)) {
        const auto divisor = hn::Add(hn::LoadU(kValues, mix + k), least);
        hn::StoreU(hn::Div(hn::LoadU(kValues, target + k), divisor), kValues, ratios + k);
    }
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(mix_rows);
HWY_EXPORT(correlate_rows);
HWY_EXPORT(divide_spectra);

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

}  // namespace attacca::kernels
#endif
