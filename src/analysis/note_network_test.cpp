#include "analysis/note_network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace attacca::analysis {
namespace {

/// The three numbers, in plain double precision.
std::array<double, 3> weigh_plainly(const Clues& clues) {
    const NoteWeights& weights = note_weights();
    std::array<double, kFirstNeurons> first;
    for (std::size_t j = 0; j < kFirstNeurons; ++j) {
        double sum = static_cast<double>(weights.first_biases[j]);
        for (std::size_t i = 0; i < kClues; ++i) {
            sum += static_cast<double>(clues[i]) * static_cast<double>(weights.first[i * kFirstNeurons + j]);
        }
        first[j] = std::max(0.0, sum);
    }
    std::array<double, 3> out;
    for (std::size_t o = 0; o < 3; ++o) out[o] = static_cast<double>(weights.last_biases[o]);
    for (std::size_t j = 0; j < kSecondNeurons; ++j) {
        double sum = static_cast<double>(weights.second_biases[j]);
        for (std::size_t i = 0; i < kFirstNeurons; ++i) {
            sum += first[i] * static_cast<double>(weights.second[i * kSecondNeurons + j]);
        }
        for (std::size_t o = 0; o < 3; ++o) {
            out[o] += std::max(0.0, sum) * static_cast<double>(weights.last[o * kSecondNeurons + j]);
        }
    }
    return out;
}

TEST(NoteNetwork, IsTwoLayersOfRectifiersAndALinearOne) {
    std::vector<Clues> clues(7);
    for (std::size_t i = 0; i < clues.size(); ++i) {
        for (std::size_t k = 0; k < kClues; ++k) clues[i][k] = 0.3F * std::sin(static_cast<float>(1 + i * 37 + k * 5));
    }
    std::vector<NoteOdds> odds(clues.size());
    weigh(clues, odds.data());
    float lowest = odds[0].sounds, highest = lowest;
    for (std::size_t i = 0; i < clues.size(); ++i) {
        const auto [sounds, begins, age] = weigh_plainly(clues[i]);
        EXPECT_NEAR(odds[i].sounds, std::clamp(sounds, -8.0, 8.0), 1e-3) << i;
        EXPECT_NEAR(odds[i].begins, std::clamp(begins, -8.0, 8.0), 1e-3) << i;
        EXPECT_NEAR(odds[i].age, 10.0 * std::clamp(age, 0.0, 2.4), 1e-3) << i;
        lowest = std::min(lowest, odds[i].sounds);
        highest = std::max(highest, odds[i].sounds);
    }
    EXPECT_GT(highest, lowest);
    weigh({}, nullptr);
}

}  // namespace
}  // namespace attacca::analysis
