#include "attacca/kernels/dense_layer.h"

#include <cassert>

// Order matters: targets.h decides what Highway compiles, foreach_target.h compiles it.
// clang-format off
#include "kernels/targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/dense_layer.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace attacca::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
constexpr hn::CappedTag<float, kDenseGranule> kValues;

/// A column of sums, one vector wide, of up to four rows of inputs.
struct Sums {
    HWY_INLINE explicit Sums(const float* biases) : s0(hn::LoadU(kValues, biases)), s1(s0), s2(s0), s3(s0) {}

    template <std::size_t kRows>
    HWY_INLINE void add(const float* weights, const float* in, std::size_t inputs) {
        const auto weight = hn::LoadU(kValues, weights);
        s0 = hn::MulAdd(hn::Set(kValues, in[0]), weight, s0);
        if constexpr (kRows == 1) return;
        s1 = hn::MulAdd(hn::Set(kValues, in[inputs]), weight, s1);
        s2 = hn::MulAdd(hn::Set(kValues, in[2 * inputs]), weight, s2);
        s3 = hn::MulAdd(hn::Set(kValues, in[3 * inputs]), weight, s3);
    }

    template <std::size_t kRows>
    HWY_INLINE void store(float* out, std::size_t outputs) const {
        const auto zero = hn::Zero(kValues);
        hn::StoreU(hn::Max(s0, zero), kValues, out);
        if constexpr (kRows == 1) return;
        hn::StoreU(hn::Max(s1, zero), kValues, out + outputs);
        hn::StoreU(hn::Max(s2, zero), kValues, out + 2 * outputs);
        hn::StoreU(hn::Max(s3, zero), kValues, out + 3 * outputs);
    }

    hn::Vec<decltype(kValues)> s0, s1, s2, s3;
};

/// One or four rows: a weight is loaded once for all of them. Two columns go side by side, as sums wait for themselves.
template <std::size_t kRows>
HWY_INLINE void rectify_rows(const DenseLayer& layer, const float* in, float* out) {
    const std::size_t lanes = hn::Lanes(kValues);
    std::size_t j = 0;
    for (; j + 2 * lanes <= layer.outputs; j += 2 * lanes) {
        Sums left(layer.biases + j), right(layer.biases + j + lanes);
        const float* weights = layer.weights + j;
        for (std::size_t i = 0; i < layer.inputs; ++i, weights += layer.outputs) {
            left.add<kRows>(weights, in + i, layer.inputs);
            right.add<kRows>(weights + lanes, in + i, layer.inputs);
        }
        left.store<kRows>(out + j, layer.outputs);
        right.store<kRows>(out + j + lanes, layer.outputs);
    }
    for (; j < layer.outputs; j += lanes) {
        Sums sums(layer.biases + j);
        const float* weights = layer.weights + j;
        for (std::size_t i = 0; i < layer.inputs; ++i, weights += layer.outputs) {
            sums.add<kRows>(weights, in + i, layer.inputs);
        }
        sums.store<kRows>(out + j, layer.outputs);
    }
}

void rectified_dense(const DenseLayer& layer, const float* in, std::size_t count, float* out) {
    std::size_t row = 0;
    for (; row + 4 <= count; row += 4) rectify_rows<4>(layer, in + row * layer.inputs, out + row * layer.outputs);
    for (; row < count; ++row) rectify_rows<1>(layer, in + row * layer.inputs, out + row * layer.outputs);
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(rectified_dense);

void rectified_dense(const DenseLayer& layer, const float* in, std::size_t count, float* out) noexcept {
    assert(layer.outputs % kDenseGranule == 0);
    HWY_DYNAMIC_DISPATCH(rectified_dense)(layer, in, count, out);
}

}  // namespace attacca::kernels
#endif
