// Makes notes of evidence: decides for each pitch when one begins, is struck again, and ends.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/note_network.h"
#include "attacca/analysis/note_recognizer.h"

namespace attacca::analysis {

/// Times are in hops.
struct TrackerSettings {
    Voices voices = Voices::several;
    int lowest_midi = kLowestMidi;
    int highest_midi = kHighestMidi;
    int shortest_hops = 5;
    float trust = 0.3F;            ///< How much one hop's odds count: neighboring hops hear much of the same.
    float begins = 2.0F;           ///< The belief at which a note is confirmed,
    float ends = -3.5F;            ///< and at which it is over.
    float appears = 0.08F;         ///< Chance of a hop that a pitch begins to sound,
    float vanishes = 0.02F;        ///< and that it ceases.
    float struck = -1.0F;          ///< Odds of an onset that strike a sounding note again.
    float least_onset = -1.0F;     ///< Below these odds an onset is placed by the pitch's age.
    float bias = 0.5F;             ///< Added to the odds of a sound.
    std::uint64_t look_back = 2;   ///< Before the belief grew: how far an onset may lie back.
    std::uint64_t age_hops = 7;    ///< Where no onset stands out, it is placed by the ages of this many hops.
    float age_bias = 0.5F;         ///< Added to those ages.
    std::uint64_t patience = 30;   ///< A note also ends when it was likelier not to sound for so long.
    std::uint64_t offset_lag = 6;  ///< From an offset to the last hop that was likelier to sound than not.
    float least_odds = 1.0F;       ///< In the mean since it began, of a note that is told.
    std::uint64_t apart = 8;       ///< Between strikes.
    std::uint64_t wait = 7;        ///< From an onset to the hop in which it is told, at least.
};

/// What is measured of a pitch beside the evidence.
struct PitchReading {
    float cents = 0.0F;
    float level_db = -120.0F;
};

/// All that is heard in one hop.
struct Hearing {
    std::span<const NoteOdds, kPitches> odds;
    std::span<const PitchReading, kPitches> readings;
};

/// A belief for each pitch follows the odds as in a hidden Markov model of two states; onsets are placed where they
/// were likeliest.
///
/// Real time  `update`, `finish`, `reset`: no allocation.
class NoteTracker {
public:
    explicit NoteTracker(const TrackerSettings& settings);

    /// One hop on. `events` receives what became certain, with times in hops; at most kMostEvents.
    void update(const Hearing& hearing, std::vector<NoteEvent>& events) noexcept;
    void finish(std::vector<NoteEvent>& events) noexcept;
    void reset() noexcept;

    static constexpr std::size_t kMostEvents = 2 * kPitches;

private:
    static constexpr std::size_t kMemory = 32;
    enum class State { quiet, confirmed_but_short, sounds };
    struct Lane {
        State state = State::quiet;
        float belief = -6.0F;
        float recent_odds = -6.0F;
        std::uint64_t doubted = 0;                    ///< The last hop at which the belief was low.
        std::uint64_t sure = 0;                       ///< The last hop that was likelier to sound than not.
        std::array<float, kMemory> onsets{}, ages{};  ///< By hop, modulo.
        float cents = 0.0F, level_db = -120.0F, odds = 0.0F;
        float hops = 0.0F;
        Note note;
    };

    void follow(Lane& lane, float odds) const noexcept;
    [[nodiscard]] bool leads(const Lane& lane) const noexcept;
    [[nodiscard]] std::uint64_t place_onset(const Lane& lane) const noexcept;
    [[nodiscard]] bool struck_again(const Lane& lane) const noexcept;
    void begin(Lane& lane, int midi, std::uint64_t onset) const noexcept;
    void report(Lane& lane, std::vector<NoteEvent>& events) const noexcept;
    void end(Lane& lane, std::uint64_t offset, std::vector<NoteEvent>& events) const noexcept;

    TrackerSettings settings_;
    std::array<Lane, kPitches> lanes_{};
    std::uint64_t hop_ = 0;
};

}  // namespace attacca::analysis
