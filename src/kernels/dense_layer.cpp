#include "attacca/kernels/dense_layer.h"

#include <cassert>
#include <limits>

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
    HWY_INLINE void add(const float* weights, const float* in, std::size_t stride) {
        const auto weight = hn::LoadU(kValues, weights);
        s0 = hn::MulAdd(hn::Set(kValues, in[0]), weight, s0);
        if constexpr (kRows == 1) return;
        s1 = hn::MulAdd(hn::Set(kValues, in[stride]), weight, s1);
        s2 = hn::MulAdd(hn::Set(kValues, in[2 * stride]), weight, s2);
        s3 = hn::MulAdd(hn::Set(kValues, in[3 * stride]), weight, s3);
    }

    /// `floor` is 0 for a rectifier, and minus infinity for none.
    template <std::size_t kRows>
    HWY_INLINE void store(float floor, float* out, std::size_t outputs) const {
        const auto lowest = hn::Set(kValues, floor);
        hn::StoreU(hn::Max(s0, lowest), kValues, out);
        if constexpr (kRows == 1) return;
        hn::StoreU(hn::Max(s1, lowest), kValues, out + outputs);
        hn::StoreU(hn::Max(s2, lowest), kValues, out + 2 * outputs);
        hn::StoreU(hn::Max(s3, lowest), kValues, out + 3 * outputs);
    }

    hn::Vec<decltype(kValues)> s0, s1, s2, s3;
};

/// One or four rows: a weight is loaded once for all of them. Two columns go side by side, as sums wait for themselves.
template <std::size_t kRows>
HWY_INLINE void weigh_rows(const DenseLayer& layer, const float* in, std::size_t stride, float* out) {
    const std::size_t lanes = hn::Lanes(kValues);
    const float floor = layer.activation == Activation::rectifier ? 0.0F : -std::numeric_limits<float>::infinity();
    std::size_t j = 0;
    for (; j + 2 * lanes <= layer.outputs; j += 2 * lanes) {
        Sums left(layer.biases + j), right(layer.biases + j + lanes);
        const float* weights = layer.weights + j;
        for (std::size_t i = 0; i < layer.inputs; ++i, weights += layer.outputs) {
            left.add<kRows>(weights, in + i, stride);
            right.add<kRows>(weights + lanes, in + i, stride);
        }
        left.store<kRows>(floor, out + j, layer.outputs);
        right.store<kRows>(floor, out + j + lanes, layer.outputs);
    }
    for (; j < layer.outputs; j += lanes) {
        Sums sums(layer.biases + j);
        const float* weights = layer.weights + j;
        for (std::size_t i = 0; i < layer.inputs; ++i, weights += layer.outputs) {
            sums.add<kRows>(weights, in + i, stride);
        }
        sums.store<kRows>(floor, out + j, layer.outputs);
    }
}

void dense(const DenseLayer& layer, const DenseRows& in, float* out) {
    std::size_t row = 0;
    for (; row + 4 <= in.count; row += 4) {
        weigh_rows<4>(layer, in.data + row * in.stride, in.stride, out + row * layer.outputs);
    }
    for (; row < in.count; ++row) {
        weigh_rows<1>(layer, in.data + row * in.stride, in.stride, out + row * layer.outputs);
    }
}

}  // namespace
}  // namespace attacca::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace attacca::kernels {

HWY_EXPORT(dense);

void dense(const DenseLayer& layer, const DenseRows& in, float* out) noexcept {
    assert(layer.outputs % kDenseGranule == 0);
    HWY_DYNAMIC_DISPATCH(dense)(layer, in, out);
}

}  // namespace attacca::kernels
#endif
