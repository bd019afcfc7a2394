// The weights of a dense layer in eight bits each: a quarter of the room, for a module that is downloaded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "analysis/half_float.h"

namespace attacca::analysis {

/// Weight (i, j) is values[i · kOutputs + j] · input_scales[i] · output_scales[j]: a scale for each side lets inputs of
/// any spread keep two digits.
template <std::size_t kInputs, std::size_t kOutputs>
struct PackedLayer {
    std::array<std::int8_t, kInputs * kOutputs> values;
    std::array<std::uint16_t, kInputs> input_scales;  ///< Half-precision numbers, as the next ones.
    std::array<std::uint16_t, kOutputs> output_scales;
    std::array<std::uint16_t, kOutputs> biases;

    void unpack_into(std::array<float, kInputs * kOutputs>& weights,
                     std::array<float, kOutputs>& its_biases) const noexcept {
        for (std::size_t i = 0; i < kInputs; ++i) {
            const float scale = from_half(input_scales[i]);
            for (std::size_t j = 0; j < kOutputs; ++j) {
                const std::size_t at = i * kOutputs + j;
                weights[at] = static_cast<float>(values[at]) * scale * from_half(output_scales[j]);
            }
        }
        unpack(biases, its_biases);
    }
};

}  // namespace attacca::analysis
