// From the pitch of every ten milliseconds to what a tuner shows: a steady note, and what to do about it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "attacca/analysis/pitch_tracker.h"

namespace attacca::analysis {

/// Strings are MIDI pitches, in the order in which players name them. Chromatic has none.
struct Instrument {
    std::string_view name;
    std::span<const int> strings;
};

/// The first is chromatic.
[[nodiscard]] std::span<const Instrument> instruments();

struct TunerReading {
    double time_s = 0.0;
    double hz = 0.0;
    int midi_pitch = 0;
    double cents = 0.0;  ///< From the tempered pitch: −50 to 50.
    float confidence = 0.0F;
    std::optional<int> string_pitch;  ///< The nearest string.
    double string_cents = 0.0;        ///< From it.
};

struct TunerSpec {
    double sample_rate = 48000.0;
    double a4_hz = 440.0;
    Instrument instrument;
};

/// The median of the last quarter second, as long as the same note goes on; a new note starts afresh, and its attack is
/// left out.
class Tuner {
public:
    explicit Tuner(const TunerSpec& spec) : spec_(spec) {}

    /// The next ten milliseconds. A reading in five of them, while a note sounds.
    [[nodiscard]] std::optional<TunerReading> take(const PitchFrame& frame);

    /// Whether the note ended: the last reading no longer stands.
    [[nodiscard]] bool silent() const noexcept { return count_ == 0; }

private:
    static constexpr std::size_t kMostFrames = 25;

    void add(double semitones);
    [[nodiscard]] double median() const;
    [[nodiscard]] TunerReading reading(const PitchFrame& frame) const;

    TunerSpec spec_;
    std::array<double, kMostFrames> pitches_{};  ///< In semitones, a ring.
    std::size_t count_ = 0;
    std::size_t next_ = 0;
    std::size_t frames_to_reading_ = 0;
    std::size_t note_frames_ = 0;
    std::size_t strangers_ = 0;  ///< In a row, far from the note.
    std::size_t silences_ = 0;   ///< In a row.
};

}  // namespace attacca::analysis
