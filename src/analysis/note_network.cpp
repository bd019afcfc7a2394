#include "analysis/note_network.h"

#include <algorithm>

#include "attacca/kernels/dense_layer.h"

namespace attacca::analysis {
namespace {

constexpr std::size_t kTogether = 8;  ///< Rows of clues: a large stack is not to be had everywhere.
constexpr float kSurest = 8.0F;
constexpr float kAgeUnit = 10.0F;  ///< Hops.
constexpr float kOldest = 2.4F;

NoteWeights unpacked(const PackedNoteWeights& packed) noexcept {
    NoteWeights weights;
    packed.first.unpack_into(weights.first, weights.first_biases);
    packed.second.unpack_into(weights.second, weights.second_biases);
    unpack(packed.last, weights.last);
    unpack(packed.last_biases, weights.last_biases);
    return weights;
}

}  // namespace

const NoteWeights& note_weights() noexcept {
    static const NoteWeights kWeights = unpacked(kPackedNoteWeights);
    return kWeights;
}

void weigh(std::span<const Clues> clues, NoteOdds* odds) noexcept {
    const NoteWeights& weights = note_weights();
    std::array<float, kTogether * kFirstNeurons> first;
    std::array<float, kTogether * kSecondNeurons> second;
    for (; !clues.empty(); clues = clues.subspan(std::min(kTogether, clues.size()))) {
        const std::size_t count = std::min(kTogether, clues.size());
        kernels::dense({kClues, kFirstNeurons, weights.first.data(), weights.first_biases.data()},
                       {clues.front().data(), count, kClues}, first.data());
        kernels::dense({kFirstNeurons, kSecondNeurons, weights.second.data(), weights.second_biases.data()},
                       {first.data(), count, kFirstNeurons}, second.data());
        for (std::size_t i = 0; i < count; ++i) {
            const float* neurons = second.data() + i * kSecondNeurons;
            auto [sounds, begins, age] = weights.last_biases;
            for (std::size_t j = 0; j < kSecondNeurons; ++j) {
                sounds += neurons[j] * weights.last[j];
                begins += neurons[j] * weights.last[kSecondNeurons + j];
                age += neurons[j] * weights.last[2 * kSecondNeurons + j];
            }
            *odds++ = {std::clamp(sounds, -kSurest, kSurest), std::clamp(begins, -kSurest, kSurest),
                       kAgeUnit * std::clamp(age, 0.0F, kOldest)};
        }
    }
}

}  // namespace attacca::analysis
