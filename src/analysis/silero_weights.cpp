#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <optional>

#include "analysis/onnx_tensors.h"
#include "analysis/silero_network.h"

namespace attacca::analysis {
namespace {

using Shape = std::vector<std::uint64_t>;
using Layer = SileroWeights::Layer;

constexpr std::uintmax_t kMaxFileBytes = 64U << 20;
constexpr std::uint64_t kWindow = 256;
constexpr std::string_view kTransform = "stft.forward_basis_buffer";

/// The tensors of the graph that is for 16 kHz: their names begin as the name of its transform does.
class Tensors {
public:
    [[nodiscard]] static std::optional<Tensors> of_16_khz(std::vector<OnnxTensor> all) {
        const Shape shape{kWindow + 2, 1, kWindow};
        const auto transform = std::find_if(all.begin(), all.end(), [&](const OnnxTensor& tensor) {
            return tensor.name.ends_with(kTransform) && tensor.shape == shape;
        });
        if (transform == all.end()) return std::nullopt;
        Tensors found;
        found.prefix_ = transform->name.substr(0, transform->name.size() - kTransform.size());
        found.all_ = std::move(all);
        return found;
    }

    /// Null where it is missing or has another shape.
    [[nodiscard]] const OnnxTensor* find(std::string_view name, const Shape& shape) const {
        const auto found = std::find_if(all_.begin(), all_.end(), [&](const OnnxTensor& tensor) {
            return tensor.name.starts_with(prefix_) && std::string_view(tensor.name).substr(prefix_.size()) == name;
        });
        return found != all_.end() && found->shape == shape ? &*found : nullptr;
    }

private:
    std::vector<OnnxTensor> all_;
    std::string prefix_;
};

/// Whether the transform is the Fourier transform under a Hann window, which an FFT gives faster.
bool is_fourier(const OnnxTensor& transform) {
    constexpr std::size_t kBins = kWindow / 2 + 1;
    for (std::size_t row = 0; row < 2 * kBins; ++row) {
        for (std::size_t i = 0; i < kWindow; ++i) {
            const double turn = 2.0 * std::numbers::pi * static_cast<double>(i) / kWindow;
            const double phase = turn * static_cast<double>(row % kBins);
            const double wanted = (0.5 - 0.5 * std::cos(turn)) * (row < kBins ? std::cos(phase) : std::sin(phase));
            const double found = static_cast<double>(transform.values[row * kWindow + i]);
            if (std::abs(std::abs(found) - std::abs(wanted)) > 1e-5) return false;
        }
    }
    return true;
}

/// [outputs][inputs][taps] becomes one row of outputs for each input of each tap.
Layer convolution_layer(const OnnxTensor& weights, const OnnxTensor& biases) {
    const std::size_t outputs = weights.shape[0], inputs = weights.shape[1], taps = weights.shape[2];
    Layer layer{taps * inputs, outputs, AlignedBuffer<float>(taps * inputs * outputs), AlignedBuffer<float>(outputs)};
    for (std::size_t j = 0; j < outputs; ++j) {
        layer.biases[j] = biases.values[j];
        for (std::size_t i = 0; i < inputs; ++i) {
            for (std::size_t k = 0; k < taps; ++k) {
                layer.weights[(k * inputs + i) * outputs + j] = weights.values[(j * inputs + i) * taps + k];
            }
        }
    }
    return layer;
}

/// What comes in and the last output side by side; of the two biases the sum.
Layer memory_layer(const OnnxTensor& in, const OnnxTensor& last, const OnnxTensor& in_bias,
                   const OnnxTensor& last_bias) {
    const std::size_t outputs = in.shape[0], inputs = in.shape[1];
    Layer layer{2 * inputs, outputs, AlignedBuffer<float>(2 * inputs * outputs), AlignedBuffer<float>(outputs)};
    for (std::size_t j = 0; j < outputs; ++j) {
        layer.biases[j] = in_bias.values[j] + last_bias.values[j];
        for (std::size_t i = 0; i < inputs; ++i) {
            layer.weights[i * outputs + j] = in.values[j * inputs + i];
            layer.weights[(inputs + i) * outputs + j] = last.values[j * inputs + i];
        }
    }
    return layer;
}

}  // namespace

Result<std::shared_ptr<const SileroWeights>> SileroWeights::parse(std::string_view bytes, std::string_view name) {
    auto read = parse_onnx_tensors(bytes, name);
    if (!read) return fail(read.error());
    const auto other_model = [name] {
        return fail(ErrorCode::unsupported, std::string(name) + ": an ONNX model, but not Silero's voice detector " +
                                                "version 5 or 6; install one of those");
    };
    const auto tensors = Tensors::of_16_khz(std::move(*read));
    if (!tensors || !is_fourier(*tensors->find(kTransform, {kWindow + 2, 1, kWindow}))) return other_model();

    auto made = std::make_shared<SileroWeights>();
    constexpr std::array<std::array<std::uint64_t, 2>, 4> kChannels{{{128, 129}, {64, 128}, {64, 64}, {128, 64}}};
    for (std::size_t i = 0; i < kChannels.size(); ++i) {
        const std::string prefix = "encoder." + std::to_string(i) + ".reparam_conv.";
        const OnnxTensor* weights = tensors->find(prefix + "weight", {kChannels[i][0], kChannels[i][1], 3});
        const OnnxTensor* biases = tensors->find(prefix + "bias", {kChannels[i][0]});
        if (weights == nullptr || biases == nullptr) return other_model();
        made->encoder[i] = convolution_layer(*weights, *biases);
    }
    const OnnxTensor* in = tensors->find("decoder.rnn.weight_ih", {512, 128});
    const OnnxTensor* last = tensors->find("decoder.rnn.weight_hh", {512, 128});
    const OnnxTensor* in_bias = tensors->find("decoder.rnn.bias_ih", {512});
    const OnnxTensor* last_bias = tensors->find("decoder.rnn.bias_hh", {512});
    const OnnxTensor* judge = tensors->find("decoder.decoder.2.weight", {1, 128, 1});
    const OnnxTensor* judge_bias = tensors->find("decoder.decoder.2.bias", {1});
    if (!in || !last || !in_bias || !last_bias || !judge || !judge_bias) return other_model();
    made->memory = memory_layer(*in, *last, *in_bias, *last_bias);
    std::copy(judge->values.begin(), judge->values.end(), made->last.begin());
    made->last_bias = judge_bias->values.front();
    return made;
}

Result<std::shared_ptr<const SileroWeights>> SileroWeights::load(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) return fail(ErrorCode::not_found, path + ": " + error.message());
    if (size > kMaxFileBytes) return fail(ErrorCode::unsupported, path + ": too large for a voice detector's model");
    std::ifstream file(path, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) {
        return fail(ErrorCode::unreadable, path + ": cannot be read; check its permissions");
    }
    return parse(bytes, path);
}

}  // namespace attacca::analysis
