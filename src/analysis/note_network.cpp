#include "analysis/note_network.h"

#include <algorithm>

#include "attacca/kernels/dense_layer.h"

namespace attacca::analysis {
namespace {

constexpr float kSurest = 8.0F;
constexpr float kAgeUnit = 10.0F;  ///< Hops.
constexpr float kOldest = 2.4F;

}  // namespace

void weigh(std::span<const Clues> clues, NoteOdds* odds) noexcept {
    if (clues.empty()) return;
    const NoteWeights& weights = kNoteWeights;
    std::array<float, kPitches * kFirstNeurons> first;
    std::array<float, kPitches * kSecondNeurons> second;
    kernels::rectified_dense({kClues, kFirstNeurons, weights.first.data(), weights.first_biases.data()},
                             clues.front().data(), clues.size(), first.data());
    kernels::rectified_dense({kFirstNeurons, kSecondNeurons, weights.second.data(), weights.second_biases.data()},
                             first.data(), clues.size(), second.data());
    for (std::size_t i = 0; i < clues.size(); ++i) {
        const float* neurons = second.data() + i * kSecondNeurons;
        auto [sounds, begins, age] = weights.last_biases;
        for (std::size_t j = 0; j < kSecondNeurons; ++j) {
            sounds += neurons[j] * weights.last[j];
            begins += neurons[j] * weights.last[kSecondNeurons + j];
            age += neurons[j] * weights.last[2 * kSecondNeurons + j];
        }
        odds[i] = {std::clamp(sounds, -kSurest, kSurest), std::clamp(begins, -kSurest, kSurest),
                   kAgeUnit * std::clamp(age, 0.0F, kOldest)};
    }
}

}  // namespace attacca::analysis
