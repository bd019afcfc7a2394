#include "analysis/silero_network.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <random>

#include "analysis/onnx_file_test.h"
#include "analysis/silero_model_test.h"

namespace attacca::analysis {
namespace {

using testing::HasSubstr;

/// The network in double precision, from the tensors as the file has them.
class PlainNetwork {
public:
    explicit PlainNetwork(RandomSilero& model) : model_(model) {}

    double process(std::span<const float> frames) {
        std::vector<double> signal = context_;
        signal.insert(signal.end(), frames.begin(), frames.end());
        context_.assign(frames.end() - 64, frames.end());
        for (std::size_t i = 0; i < 64; ++i) signal.push_back(signal[576 - 2 - i]);
        Columns columns;
        const auto& basis = model_.tensor("stft.forward_basis_buffer").values;
        for (std::size_t t = 0; t < 4; ++t) {
            std::vector<double> rows(258);
            for (std::size_t k = 0; k < rows.size(); ++k) {
                for (std::size_t i = 0; i < 256; ++i) {
                    rows[k] += static_cast<double>(basis[k * 256 + i]) * signal[t * 128 + i];
                }
            }
            std::vector<double> magnitudes;
            for (std::size_t k = 0; k < 129; ++k) magnitudes.push_back(std::hypot(rows[k], rows[129 + k]));
            columns.push_back(magnitudes);
        }
        columns = convolve(columns, 0, 1);
        columns = convolve(columns, 1, 2);
        columns = convolve(columns, 2, 2);
        columns = convolve(columns, 3, 1);
        return remember(columns.front());
    }

private:
    using Columns = std::vector<std::vector<double>>;

    Columns convolve(const Columns& in, std::size_t layer, std::size_t step) {
        const std::string prefix = "encoder." + std::to_string(layer) + ".reparam_conv.";
        const SileroTensor& weights = model_.tensor(prefix + "weight");
        const SileroTensor& biases = model_.tensor(prefix + "bias");
        Columns out;
        for (std::size_t t = 0; t < in.size(); t += step) {
            std::vector<double> column;
            for (std::size_t j = 0; j < weights.shape[0]; ++j) {
                double sum = static_cast<double>(biases.values[j]);
                for (std::size_t i = 0; i < weights.shape[1]; ++i) {
                    for (std::size_t k = 0; k < 3; ++k) {
                        if (t + k < 1 || t + k > in.size()) continue;
                        sum +=
                            in[t + k - 1][i] * static_cast<double>(weights.values[(j * weights.shape[1] + i) * 3 + k]);
                    }
                }
                column.push_back(std::max(0.0, sum));
            }
            out.push_back(column);
        }
        return out;
    }

    double remember(const std::vector<double>& in) {
        const auto gate = [&](std::size_t row) {
            double sum = static_cast<double>(model_.tensor("decoder.rnn.bias_ih").values[row]) +
                         static_cast<double>(model_.tensor("decoder.rnn.bias_hh").values[row]);
            for (std::size_t i = 0; i < 128; ++i) {
                sum += in[i] * static_cast<double>(model_.tensor("decoder.rnn.weight_ih").values[row * 128 + i]);
                sum += last_[i] * static_cast<double>(model_.tensor("decoder.rnn.weight_hh").values[row * 128 + i]);
            }
            return sum;
        };
        const auto sigmoid = [](double x) { return 1.0 / (1.0 + std::exp(-x)); };
        std::vector<double> next(128);
        double sum = static_cast<double>(model_.tensor("decoder.decoder.2.bias").values[0]);
        for (std::size_t i = 0; i < 128; ++i) {
            cells_[i] = sigmoid(gate(128 + i)) * cells_[i] + sigmoid(gate(i)) * std::tanh(gate(256 + i));
            next[i] = sigmoid(gate(384 + i)) * std::tanh(cells_[i]);
            sum += std::max(0.0, next[i]) * static_cast<double>(model_.tensor("decoder.decoder.2.weight").values[i]);
        }
        last_ = next;
        return sigmoid(sum);
    }

    RandomSilero& model_;
    std::vector<double> context_ = std::vector<double>(64);
    std::vector<double> last_ = std::vector<double>(128);
    std::vector<double> cells_ = std::vector<double>(128);
};

std::vector<float> noise(std::size_t frames) {
    std::mt19937 random(2);
    std::normal_distribution<float> values(0.0F, 0.1F);
    std::vector<float> made(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        made[i] = values(random) * (0.6F + 0.4F * std::sin(static_cast<float>(i) * 0.002F));
    }
    return made;
}

TEST(SileroNetworkTest, EqualsThePlainNetworkInDoublePrecision) {
    RandomSilero model;
    const auto weights = SileroWeights::parse(model.file(), "random.onnx");
    ASSERT_TRUE(weights) << weights.error().detail;
    SileroNetwork network(*weights);
    PlainNetwork plain(model);
    const auto frames = noise(12 * kSileroChunk);
    double lowest = 1.0, highest = 0.0;
    for (std::size_t i = 0; i < frames.size(); i += kSileroChunk) {
        const std::span chunk(frames.data() + i, kSileroChunk);
        const double wanted = plain.process(chunk);
        EXPECT_NEAR(network.process(chunk), wanted, 2e-5) << i;
        lowest = std::min(lowest, wanted);
        highest = std::max(highest, wanted);
    }
    EXPECT_GT(highest - lowest, 0.02);  // Else the comparison would say nothing.
}

TEST(SileroNetworkTest, ResetEqualsNew) {
    RandomSilero model;
    const auto weights = SileroWeights::parse(model.file(), "random.onnx").value();
    SileroNetwork used(weights), fresh(weights);
    const auto frames = noise(3 * kSileroChunk);
    const auto chunk = [&](std::size_t i) { return std::span(frames.data() + i * kSileroChunk, kSileroChunk); };
    (void)used.process(chunk(0));
    (void)used.process(chunk(1));
    used.reset();
    EXPECT_EQ(used.process(chunk(2)), fresh.process(chunk(2)));
}

TEST(SileroWeightsTest, SaysWhatIsAnotherModel) {
    const auto other = SileroWeights::parse(onnx_model(bytes_field(5, onnx_tensor("w", {1}, {1}))), "other.onnx");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::unsupported);
    EXPECT_THAT(other.error().detail, HasSubstr("other.onnx: an ONNX model, but not Silero's voice detector"));

    RandomSilero lacking;
    lacking.tensor("decoder.rnn.bias_hh").name = "decoder.gru.bias_hh";
    EXPECT_FALSE(SileroWeights::parse(lacking.file(), "lacking.onnx"));

    RandomSilero other_transform;
    other_transform.tensor("stft.forward_basis_buffer").values[1000] += 0.01F;
    EXPECT_FALSE(SileroWeights::parse(other_transform.file(), "transform.onnx"));
}

TEST(SileroWeightsTest, NamesAFileThatIsNotThere) {
    const auto missing = SileroWeights::load("/nowhere/silero.onnx");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::not_found);
    EXPECT_THAT(missing.error().detail, HasSubstr("/nowhere/silero.onnx"));
}

}  // namespace
}  // namespace attacca::analysis
