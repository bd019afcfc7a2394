#include "attacca/kernels/downmix.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>

#include "attacca/kernels/gain.h"
#include "attacca/kernels/interleave.h"

namespace attacca::kernels {
namespace {

enum class Speaker { left, right, center, low, left_side, right_side, left_back, right_back, center_back };

using enum Speaker;

std::span<const Speaker> layout(std::size_t channels) noexcept {
    static constexpr Speaker k1[] = {center};
    static constexpr Speaker k2[] = {left, right};
    static constexpr Speaker k3[] = {left, right, center};
    static constexpr Speaker k4[] = {left, right, left_side, right_side};
    static constexpr Speaker k5[] = {left, right, center, left_side, right_side};
    static constexpr Speaker k6[] = {left, right, center, low, left_side, right_side};
    static constexpr Speaker k7[] = {left, right, center, low, center_back, left_side, right_side};
    static constexpr Speaker k8[] = {left, right, center, low, left_back, right_back, left_side, right_side};
    static constexpr std::array<std::span<const Speaker>, kMaxMixChannels> kAll = {k1, k2, k3, k4, k5, k6, k7, k8};
    return kAll[channels - 1];
}

constexpr float kMinus3Db = 0.70710678F;

// One column of the matrix: where one input goes.
class Column {
public:
    Column(MixMatrix& matrix, std::size_t input) noexcept
        : matrix_(matrix), input_(input), outputs_(layout(matrix.out_channels)) {}

    void send(Speaker speaker, float gain) noexcept {
        const auto place = std::find(outputs_.begin(), outputs_.end(), speaker);
        if (place != outputs_.end()) {
            matrix_.gain[static_cast<std::size_t>(place - outputs_.begin())][input_] += gain;
            return;
        }
        switch (speaker) {
            case left:
            case right:
                return send(center, gain * kMinus3Db);
            case center:
                return split(left, right, gain * kMinus3Db);
            case low:
                return;
            case left_side:
                return send(left, gain * kMinus3Db);
            case right_side:
                return send(right, gain * kMinus3Db);
            case left_back:
                return send(left_side, gain);
            case right_back:
                return send(right_side, gain);
            case center_back:
                if (outputs_.size() == 1) return send(center, gain * kMinus3Db * kMinus3Db);
                return split(left_side, right_side, gain * kMinus3Db);
        }
    }

private:
    void split(Speaker a, Speaker b, float gain) noexcept {
        send(a, gain);
        send(b, gain);
    }

    MixMatrix& matrix_;
    std::size_t input_;
    std::span<const Speaker> outputs_;
};

void scale_below_full(MixMatrix& matrix) noexcept {
    float largest = 1.0F;
    for (const auto& row : matrix.gain) {
        float sum = 0.0F;
        for (const float gain : row) sum += gain;
        largest = std::max(largest, sum);
    }
    for (auto& row : matrix.gain) {
        for (float& gain : row) gain /= largest;
    }
}

}  // namespace

MixMatrix mix_matrix(std::size_t in_channels, std::size_t out_channels) noexcept {
    assert(in_channels >= 1 && in_channels <= kMaxMixChannels);
    assert(out_channels >= 1 && out_channels <= kMaxMixChannels);
    MixMatrix matrix{.in_channels = in_channels, .out_channels = out_channels};
    if (in_channels == 1 && (out_channels == 2 || out_channels == 4)) {
        matrix.gain[0][0] = matrix.gain[1][0] = 1.0F;
        return matrix;
    }
    const auto inputs = layout(in_channels);
    for (std::size_t i = 0; i < inputs.size(); ++i) Column(matrix, i).send(inputs[i], 1.0F);
    scale_below_full(matrix);
    return matrix;
}

void mix_channels(const MixMatrix& matrix, const float* in, std::size_t frames, float* out) noexcept {
    constexpr std::size_t kBlock = 64;
    alignas(64) float inputs[kMaxMixChannels][kBlock];
    alignas(64) float outputs[kMaxMixChannels][kBlock];
    float* input[kMaxMixChannels];
    const float* output[kMaxMixChannels];
    for (std::size_t c = 0; c < kMaxMixChannels; ++c) {
        input[c] = inputs[c];
        output[c] = outputs[c];
    }
    for (std::size_t done = 0; done < frames; done += kBlock) {
        const std::size_t count = std::min(kBlock, frames - done);
        deinterleave(in + done * matrix.in_channels, matrix.in_channels, count, input);
        for (std::size_t o = 0; o < matrix.out_channels; ++o) {
            std::fill_n(outputs[o], count, 0.0F);
            for (std::size_t i = 0; i < matrix.in_channels; ++i) {
                if (matrix.gain[o][i] != 0.0F) mix_add(inputs[i], outputs[o], count, matrix.gain[o][i]);
            }
        }
        interleave(output, matrix.out_channels, count, out + done * matrix.out_channels);
    }
}

}  // namespace attacca::kernels
