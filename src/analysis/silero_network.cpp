#include "analysis/silero_network.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "attacca/dsp/window.h"
#include "attacca/kernels/dense_layer.h"

namespace attacca::analysis {
namespace {

kernels::DenseLayer dense_of(const SileroWeights::Layer& layer, kernels::Activation activation) {
    return {layer.inputs, layer.outputs, layer.weights.data(), layer.biases.data(), activation};
}

float sigmoid(float x) noexcept { return 1.0F / (1.0F + std::exp(-x)); }

dsp::RealFft fft_of(std::size_t length) { return std::move(dsp::RealFft::create(length).value()); }

}  // namespace

SileroNetwork::SileroNetwork(std::shared_ptr<const SileroWeights> weights)
    : weights_(std::move(weights)),
      fft_(fft_of(kWindow)),
      window_(dsp::make_window({.kind = dsp::WindowKind::hann, .length = kWindow})),
      work_(fft_.work_size()) {}

float SileroNetwork::process(std::span<const float> frames) noexcept {
    assert(frames.size() == kSileroChunk);
    take_spectra(frames);
    const auto convolve = [this](std::size_t layer, const kernels::DenseRows& rows, float* out) {
        kernels::dense(dense_of(weights_->encoder[layer], kernels::Activation::rectifier), rows, out);
    };
    convolve(0, {spectra_.data(), kSpectra, kBins}, first_.data() + kNeurons);
    convolve(1, {first_.data(), 2, 2 * kNeurons}, second_.data() + 64);
    convolve(2, {second_.data(), 1, 64}, third_.data() + 64);
    convolve(3, {third_.data(), 1, 64}, heard_.data());
    remember();
    float sum = weights_->last_bias;
    for (std::size_t i = 0; i < kNeurons; ++i) sum += weights_->last[i] * std::max(0.0F, heard_[kNeurons + i]);
    return sigmoid(sum);
}

void SileroNetwork::take_spectra(std::span<const float> frames) noexcept {
    std::copy_n(signal_.begin() + kSileroChunk, kContext, signal_.begin());
    std::copy(frames.begin(), frames.end(), signal_.begin() + kContext);
    const std::size_t end = kContext + kSileroChunk;
    for (std::size_t i = 0; i < kContext; ++i) signal_[end + i] = signal_[end - 2 - i];
    for (std::size_t i = 0; i < kSpectra; ++i) {
        const std::span bins(spectra_.data() + (i + 1) * kBins, kBins);
        fft_.windowed_power(std::span(signal_).subspan(i * kHop, kWindow), window_.span(), bins, work_.span());
        for (float& bin : bins) bin = std::sqrt(bin);
    }
}

void SileroNetwork::remember() noexcept {
    kernels::dense(dense_of(weights_->memory, kernels::Activation::none), {heard_.data(), 1, heard_.size()},
                   gates_.data());
    for (std::size_t i = 0; i < kNeurons; ++i) {
        const float in = sigmoid(gates_[i]);
        const float keep = sigmoid(gates_[kNeurons + i]);
        const float value = std::tanh(gates_[2 * kNeurons + i]);
        const float out = sigmoid(gates_[3 * kNeurons + i]);
        cells_[i] = keep * cells_[i] + in * value;
        heard_[kNeurons + i] = out * std::tanh(cells_[i]);
    }
}

void SileroNetwork::reset() noexcept {
    signal_.fill(0.0F);
    heard_.fill(0.0F);
    cells_.fill(0.0F);
}

}  // namespace attacca::analysis
