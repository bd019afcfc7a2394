// A fully connected layer of a neural network; over rows that overlap, a convolution.
#pragma once

#include <cstddef>

namespace attacca::kernels {

/// Outputs come in multiples of this.
inline constexpr std::size_t kDenseGranule = 16;

enum class Activation {
    none,
    rectifier,  ///< Negative sums become 0.
};

/// Weights are stored input by input: `outputs` values of the first input, then those of the second.
struct DenseLayer {
    std::size_t inputs = 0;
    std::size_t outputs = 0;         ///< A multiple of kDenseGranule.
    const float* weights = nullptr;  ///< inputs × outputs.
    const float* biases = nullptr;   ///< outputs.
    Activation activation = Activation::rectifier;
};

struct DenseRows {
    const float* data = nullptr;
    std::size_t count = 0;
    std::size_t stride = 0;  ///< From one row's first value to the next row's: where less than `inputs`, rows overlap.
};

/// For each row: out[j] = activation(biases[j] + the sum of row[i] weights[i][j]). `out` has room for as many rows of
/// outputs, one after another, and does not overlap the input.
void dense(const DenseLayer& layer, const DenseRows& in, float* out) noexcept;

}  // namespace attacca::kernels
