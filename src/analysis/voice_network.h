// How probably each ten milliseconds hold speech, by a network of our own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "analysis/packed_layer.h"
#include "analysis/voice_clues.h"

namespace attacca::analysis {

inline constexpr std::size_t kVoiceNeurons = 48;
inline constexpr std::size_t kVoiceUnits = 64;

/// Rectifiers, gated recurrent units in PyTorch's form (reset, update, new), and a sum. Trained by tools/voice_weights
/// on sets of tools/voice_set. Layers are stored input by input.
struct VoiceWeights {
    std::array<float, kVoiceClues * kVoiceNeurons> first;
    std::array<float, kVoiceNeurons> first_biases;
    std::array<float, kVoiceNeurons * 3 * kVoiceUnits> in;
    std::array<float, 3 * kVoiceUnits> in_biases;
    std::array<float, kVoiceUnits * 3 * kVoiceUnits> state;
    std::array<float, 3 * kVoiceUnits> state_biases;
    std::array<float, kVoiceUnits> last;
    std::array<float, 1> last_bias;
};

/// As they are stored.
struct PackedVoiceWeights {
    PackedLayer<kVoiceClues, kVoiceNeurons> first;
    PackedLayer<kVoiceNeurons, 3 * kVoiceUnits> in;
    PackedLayer<kVoiceUnits, 3 * kVoiceUnits> state;
    std::array<std::uint16_t, kVoiceUnits> last;  ///< Half-precision numbers.
    std::array<std::uint16_t, 1> last_bias;
};
extern const PackedVoiceWeights kPackedVoiceWeights;

/// Unpacked by the first call; every other one costs a load.
[[nodiscard]] const VoiceWeights& voice_weights() noexcept;

/// Real time  All.
/// Source     K. Cho et al., "Learning phrase representations using RNN encoder-decoder" (2014), for the units.
class VoiceNetwork {
public:
    explicit VoiceNetwork(const VoiceWeights& weights = voice_weights()) noexcept : weights_(&weights) {}

    /// The probability that speech sounds, from 0 to 1.
    [[nodiscard]] float process(const VoiceClueRow& clues) noexcept;
    void reset() noexcept { units_.fill(0.0F); }

private:
    const VoiceWeights* weights_;
    std::array<float, kVoiceUnits> units_{};
};

}  // namespace attacca::analysis
