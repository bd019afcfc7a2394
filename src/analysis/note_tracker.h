// Makes notes of evidence: decides for each pitch when one begins, is struck again, and ends.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/note_evidence.h"
#include "attacca/analysis/note_recognizer.h"

namespace attacca::analysis {

/// Times are in hops.
struct TrackerSettings {
    Voices voices = Voices::several;
    int lowest_midi = kLowestMidi;
    int highest_midi = kHighestMidi;
    int shortest_hops = 5;
    float trust = 0.85F;       ///< How much one hop's odds count: neighboring hops hear much of the same.
    float begins = 2.5F;       ///< The belief at which a note is confirmed,
    float ends = -2.5F;        ///< and at which it is over.
    float appears = 0.016F;    ///< Chance of a hop that a pitch begins to sound,
    float vanishes = 0.05F;    ///< and that it ceases.
    float struck = 0.5F;       ///< The rise that strikes a sounding note again if its activation
    float louder = 1.3F;       ///< grows by this,
    float sharply = 0.95F;     ///< and the rise that does so by itself.
    float least_rise = 0.04F;  ///< Below it an onset is placed by the belief alone.
};

/// What is measured of a pitch beside the evidence.
struct PitchReading {
    float cents = 0.0F;
    float level_db = -120.0F;
};

/// All that is heard in one hop.
struct Hearing {
    std::span<const float, kPitches> odds;         ///< As NoteEvidence tells them, and
    std::span<const float, kPitches> rises;        ///< these too.
    std::span<const float, kPitches> activations;  ///< Of NoteActivations.
    std::span<const PitchReading, kPitches> readings;
};

/// A belief for each pitch follows the odds as in a hidden Markov model of two states; onsets are placed by looking
/// back for the steepest rise.
///
/// Real time  `update`, `finish`, `reset`: no allocation.
/// Accuracy   Below E1 a note that is struck again is not told from one that goes on.
class NoteTracker {
public:
    explicit NoteTracker(const TrackerSettings& settings);

    /// One hop on. `events` receives what became certain, with times in hops; at most kMostEvents.
    void update(const Hearing& hearing, std::vector<NoteEvent>& events) noexcept;
    void finish(std::vector<NoteEvent>& events) noexcept;
    void reset() noexcept;

    static constexpr std::size_t kMostEvents = 2 * kPitches;

private:
    static constexpr std::size_t kMemory = 40;
    enum class State { quiet, confirmed_but_short, sounds };
    struct Lane {
        State state = State::quiet;
        float belief = -6.0F;
        std::uint64_t doubted = 0;                          ///< The last hop at which the belief was low.
        std::uint64_t sure = 0;                             ///< The last hop at which it was high.
        std::array<float, kMemory> rises{}, activations{};  ///< By hop, modulo.
        float cents = 0.0F, level_db = -120.0F, odds = 0.0F;
        float hops = 0.0F;
        Note note;
    };

    void follow(Lane& lane, float odds) const noexcept;
    [[nodiscard]] std::uint64_t place_onset(const Lane& lane, int midi) const noexcept;
    [[nodiscard]] bool struck_again(const Lane& lane) const noexcept;
    void begin(Lane& lane, int midi, std::uint64_t onset) const noexcept;
    void report(Lane& lane, std::vector<NoteEvent>& events) const noexcept;
    void end(Lane& lane, std::uint64_t offset, std::vector<NoteEvent>& events) const noexcept;

    TrackerSettings settings_;
    std::array<Lane, kPitches> lanes_{};
    std::uint64_t hop_ = 0;
};

}  // namespace attacca::analysis
