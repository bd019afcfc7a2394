// A layer of the note recognizer's network against a plain loop.
#include <algorithm>
#include <memory>

#include "attacca/base/aligned_buffer.h"
#include "attacca/kernels/dense_layer.h"
#include "bench/bench.h"

namespace attacca::kernels {
namespace {

constexpr std::size_t kInputs = 96;
constexpr std::size_t kOutputs = 48;
constexpr std::size_t kRows = 40;

struct Layer {
    Layer() {
        for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = 0.01F * static_cast<float>(i % 13) - 0.06F;
        for (std::size_t i = 0; i < in.size(); ++i) in[i] = 0.1F * static_cast<float>(i % 7);
    }
    AlignedBuffer<float> weights = AlignedBuffer<float>(kInputs * kOutputs);
    AlignedBuffer<float> biases = AlignedBuffer<float>(kOutputs);
    AlignedBuffer<float> in = AlignedBuffer<float>(kRows * kInputs), out = AlignedBuffer<float>(kRows * kOutputs);
};

void pass(Layer& layer) {
    dense({kInputs, kOutputs, layer.weights.data(), layer.biases.data()}, {layer.in.data(), kRows, kInputs},
          layer.out.data());
}

void pass_plainly(Layer& layer) {
    for (std::size_t row = 0; row < kRows; ++row) {
        const float* in = layer.in.data() + row * kInputs;
        float* out = layer.out.data() + row * kOutputs;
        for (std::size_t j = 0; j < kOutputs; ++j) out[j] = layer.biases[j];
        for (std::size_t i = 0; i < kInputs; ++i) {
            for (std::size_t j = 0; j < kOutputs; ++j) out[j] += in[i] * layer.weights[i * kOutputs + j];
        }
        for (std::size_t j = 0; j < kOutputs; ++j) out[j] = std::max(0.0F, out[j]);
    }
}

bench::Prepare on_layer(void (*work)(Layer&)) {
    return [work] {
        auto layer = std::make_shared<Layer>();
        return [=] {
            work(*layer);
            bench::keep(*layer);
        };
    };
}

const bool kAdded = bench::add({.name = "dense.96x48/40",
                                .frames = kRows,
                                .prepare = on_layer(pass),
                                .rivals = {{.name = "plain", .prepare = on_layer(pass_plainly)}}});

}  // namespace
}  // namespace attacca::kernels
