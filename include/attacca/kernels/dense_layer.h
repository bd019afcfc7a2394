// A fully connected layer of a neural network.
#pragma once

#include <cstddef>

namespace attacca::kernels {

/// Outputs come in multiples of this.
inline constexpr std::size_t kDenseGranule = 16;

/// Weights are stored input by input: `outputs` values of the first input, then those of the second.
struct DenseLayer {
    std::size_t inputs = 0;
    std::size_t outputs = 0;         ///< A multiple of kDenseGranule.
    const float* weights = nullptr;  ///< inputs × outputs.
    const float* biases = nullptr;   ///< outputs.
};

/// For each of `count` rows of inputs, one after another: out[j] = max(0, biases[j] + the sum of in[i] weights[i][j]),
/// a layer and its rectifier. `out` has room for as many rows of outputs and does not overlap `in`.
void rectified_dense(const DenseLayer& layer, const float* in, std::size_t count, float* out) noexcept;

}  // namespace attacca::kernels
