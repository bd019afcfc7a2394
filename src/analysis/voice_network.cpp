#include "analysis/voice_network.h"

#include <cmath>

#include "attacca/kernels/dense_layer.h"

namespace attacca::analysis {
namespace {

float sigmoid(float x) noexcept { return 1.0F / (1.0F + std::exp(-x)); }

VoiceWeights unpacked(const PackedVoiceWeights& packed) noexcept {
    VoiceWeights weights;
    packed.first.unpack_into(weights.first, weights.first_biases);
    packed.in.unpack_into(weights.in, weights.in_biases);
    packed.state.unpack_into(weights.state, weights.state_biases);
    unpack(packed.last, weights.last);
    unpack(packed.last_bias, weights.last_bias);
    return weights;
}

}  // namespace

const VoiceWeights& voice_weights() noexcept {
    static const VoiceWeights kWeights = unpacked(kPackedVoiceWeights);
    return kWeights;
}

float VoiceNetwork::process(const VoiceClueRow& clues) noexcept {
    using kernels::Activation;
    constexpr std::size_t kGates = 3 * kVoiceUnits;
    std::array<float, kVoiceNeurons> neurons;
    std::array<float, kGates> in, state;
    const VoiceWeights& w = *weights_;
    kernels::dense({kVoiceClues, kVoiceNeurons, w.first.data(), w.first_biases.data(), Activation::rectifier},
                   {clues.data(), 1, kVoiceClues}, neurons.data());
    kernels::dense({kVoiceNeurons, kGates, w.in.data(), w.in_biases.data(), Activation::none},
                   {neurons.data(), 1, kVoiceNeurons}, in.data());
    kernels::dense({kVoiceUnits, kGates, w.state.data(), w.state_biases.data(), Activation::none},
                   {units_.data(), 1, kVoiceUnits}, state.data());
    float sum = w.last_bias[0];
    for (std::size_t i = 0; i < kVoiceUnits; ++i) {
        const float reset = sigmoid(in[i] + state[i]);
        const float keep = sigmoid(in[kVoiceUnits + i] + state[kVoiceUnits + i]);
        const float fresh = std::tanh(in[2 * kVoiceUnits + i] + reset * state[2 * kVoiceUnits + i]);
        units_[i] = std::lerp(fresh, units_[i], keep);
        sum += w.last[i] * units_[i];
    }
    return sigmoid(sum);
}

}  // namespace attacca::analysis
