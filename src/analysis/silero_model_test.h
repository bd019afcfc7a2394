// A file of a model that is built as Silero's are.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "analysis/onnx_file_test.h"

namespace attacca::analysis {

struct SileroTensor {
    std::string name;
    std::vector<std::uint64_t> shape;
    std::vector<float> values;
};

inline std::vector<float> transform_basis() {
    std::vector<float> values(258 * 256);
    for (std::size_t row = 0; row < 258; ++row) {
        for (std::size_t i = 0; i < 256; ++i) {
            const double turn = 2.0 * std::numbers::pi * static_cast<double>(i) / 256.0;
            const double phase = turn * static_cast<double>(row % 129);
            values[row * 256 + i] =
                static_cast<float>((0.5 - 0.5 * std::cos(turn)) * (row < 129 ? std::cos(phase) : -std::sin(phase)));
        }
    }
    return values;
}

/// A model of Silero's shape with weights at random, as large as keep its probabilities off 0 and 1.
class RandomSilero {
public:
    RandomSilero() {
        tensors_.push_back({"stft.forward_basis_buffer", {258, 1, 256}, transform_basis()});
        const std::uint64_t channels[4][2] = {{128, 129}, {64, 128}, {64, 64}, {128, 64}};
        for (std::size_t i = 0; i < 4; ++i) {
            const std::string prefix = "encoder." + std::to_string(i) + ".reparam_conv.";
            add(prefix + "weight", {channels[i][0], channels[i][1], 3}, 0.08);
            add(prefix + "bias", {channels[i][0]}, 0.1);
        }
        add("decoder.rnn.weight_ih", {512, 128}, 0.15);
        add("decoder.rnn.weight_hh", {512, 128}, 0.15);
        add("decoder.rnn.bias_ih", {512}, 0.2);
        add("decoder.rnn.bias_hh", {512}, 0.2);
        add("decoder.decoder.2.weight", {1, 128, 1}, 0.3);
        add("decoder.decoder.2.bias", {1}, 0.3);
    }

    [[nodiscard]] std::string file() const {
        std::string graph;
        for (const SileroTensor& tensor : tensors_) {
            graph += bytes_field(1, onnx_constant("then__" + tensor.name, tensor.shape, tensor.values));
        }
        return onnx_model(bytes_field(1, onnx_branch(graph)));
    }

    [[nodiscard]] SileroTensor& tensor(const std::string& name) {
        return *std::find_if(tensors_.begin(), tensors_.end(), [&](const SileroTensor& t) { return t.name == name; });
    }

private:
    void add(const std::string& name, std::vector<std::uint64_t> shape, double deviation) {
        std::size_t count = 1;
        for (const std::uint64_t extent : shape) count *= extent;
        std::normal_distribution<float> values(0.0F, static_cast<float>(deviation));
        SileroTensor made{name, std::move(shape), std::vector<float>(count)};
        for (float& value : made.values) value = values(random_);
        tensors_.push_back(std::move(made));
    }

    std::mt19937 random_{5};
    std::vector<SileroTensor> tensors_;
};

}  // namespace attacca::analysis
