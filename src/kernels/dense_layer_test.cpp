#include "attacca/kernels/dense_layer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/path_test.h"

namespace attacca::kernels {
namespace {

class DenseLayerTest : public PathTest {};
ATTACCA_ON_EVERY_PATH(DenseLayerTest);

TEST_P(DenseLayerTest, SumsWeighedInputsAndCutsOffWhatIsNegative) {
    for (const std::size_t inputs : {1, 2, 7, 80}) {
        for (const std::size_t outputs : {16, 48}) {
            for (const std::size_t count : {0, 1, 3, 4, 9}) {
                UnalignedSpan<float> in(inputs * count), weights(inputs * outputs), biases(outputs),
                    out(outputs * count);
                fill_noise(in, 1.0F, 1);
                fill_noise(weights, 1.0F, 2);
                fill_noise(biases, 1.0F, 3);
                rectified_dense({inputs, outputs, weights.data(), biases.data()}, in.data(), count, out.data());
                for (std::size_t k = 0; k < count * outputs; ++k) {
                    const std::size_t row = k / outputs, j = k % outputs;
                    double wanted = static_cast<double>(biases[j]);
                    for (std::size_t i = 0; i < inputs; ++i) {
                        wanted +=
                            static_cast<double>(in[row * inputs + i]) * static_cast<double>(weights[i * outputs + j]);
                    }
                    ASSERT_NEAR(out[k], std::max(0.0, wanted), 1e-5) << inputs << " " << outputs << " " << k;
                }
                EXPECT_TRUE(out.guards_intact());
            }
        }
    }
}

}  // namespace
}  // namespace attacca::kernels
