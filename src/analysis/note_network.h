// Says what the clues of a pitch mean: a small neural network, the same for every pitch.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "analysis/note_evidence.h"
#include "analysis/packed_layer.h"

namespace attacca::analysis {

inline constexpr std::size_t kFirstNeurons = 96;
inline constexpr std::size_t kSecondNeurons = 32;
/// From an onset to the hop in which `begins` is highest.
inline constexpr std::size_t kOnsetLag = 5;
/// From an onset or offset to the hop from which on `sounds` says so.
inline constexpr std::size_t kSoundLag = 4;

/// Two layers of rectifiers and a linear one. Trained by tools/note_weights on clips of tools/note_set.
struct NoteWeights {
    std::array<float, kClues * kFirstNeurons> first;  ///< Clue by clue.
    std::array<float, kFirstNeurons> first_biases;
    std::array<float, kFirstNeurons * kSecondNeurons> second;
    std::array<float, kSecondNeurons> second_biases;
    std::array<float, 3 * kSecondNeurons> last;
    std::array<float, 3> last_biases;
};

/// As they are stored.
struct PackedNoteWeights {
    PackedLayer<kClues, kFirstNeurons> first;
    PackedLayer<kFirstNeurons, kSecondNeurons> second;
    std::array<std::uint16_t, 3 * kSecondNeurons> last;  ///< Half-precision numbers.
    std::array<std::uint16_t, 3> last_biases;
};
extern const PackedNoteWeights kPackedNoteWeights;

/// Unpacked by the first call; every other one costs a load.
[[nodiscard]] const NoteWeights& note_weights() noexcept;

struct NoteOdds {
    float sounds = 0.0F;  ///< That the pitch sounded kSoundLag hops ago, as a logarithm of odds.
    float begins = 0.0F;  ///< That it began kOnsetLag hops ago, likewise.
    float age = 0.0F;     ///< If it is young: the hops since it began.
};
/// Of each row of clues, written to `odds`, which has as much room.
void weigh(std::span<const Clues> clues, NoteOdds* odds) noexcept;

}  // namespace attacca::analysis
