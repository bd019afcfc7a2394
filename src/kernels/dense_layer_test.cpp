#include "attacca/kernels/dense_layer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class DenseLayerTest : public PathTest {};
ATTACCA_ON_EVERY_PATH(DenseLayerTest);

/// A row of sums in double precision.
double summed(const DenseLayer& layer, const float* row, std::size_t j) {
    double sum = static_cast<double>(layer.biases[j]);
    for (std::size_t i = 0; i < layer.inputs; ++i) {
        sum += static_cast<double>(row[i]) * static_cast<double>(layer.weights[i * layer.outputs + j]);
    }
    return layer.activation == Activation::rectifier ? std::max(0.0, sum) : sum;
}

struct DenseCase {
    std::size_t inputs, outputs, count, stride;
    Activation activation;
};

void expect_sums(const DenseCase& c) {
    UnalignedSpan<float> in(c.stride * c.count + c.inputs), weights(c.inputs * c.outputs), biases(c.outputs),
        out(c.outputs * c.count);
    fill_noise(in, 1.0F, 1);
    fill_noise(weights, 1.0F, 2);
    fill_noise(biases, 1.0F, 3);
    const DenseLayer layer{c.inputs, c.outputs, weights.data(), biases.data(), c.activation};
    dense(layer, {in.data(), c.count, c.stride}, out.data());
    for (std::size_t k = 0; k < c.count * c.outputs; ++k) {
        const std::size_t row = k / c.outputs, j = k % c.outputs;
        ASSERT_NEAR(out[k], summed(layer, in.data() + row * c.stride, j), 2e-5)
            << c.inputs << " " << c.outputs << " " << k;
    }
    EXPECT_TRUE(out.guards_intact());
}

TEST_P(DenseLayerTest, SumsWeighedInputsAndCutsOffWhatIsNegative) {
    for (const std::size_t inputs : {1, 2, 7, 80}) {
        for (const std::size_t outputs : {16, 48}) {
            for (const std::size_t count : {0, 1, 3, 4, 9}) {
                expect_sums({inputs, outputs, count, inputs, Activation::rectifier});
            }
        }
    }
}

TEST_P(DenseLayerTest, WithoutActivationKeepsWhatIsNegative) { expect_sums({80, 48, 5, 80, Activation::none}); }

TEST_P(DenseLayerTest, RowsMayOverlapOrLieApart) {
    expect_sums({30, 16, 7, 10, Activation::rectifier});
    expect_sums({30, 16, 7, 41, Activation::rectifier});
}

}  // namespace
}  // namespace attacca::kernels
