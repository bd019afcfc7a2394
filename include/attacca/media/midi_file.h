// Notes as a Standard MIDI File.
#pragma once

#include <optional>
#include <span>
#include <string>

namespace attacca::media {

struct MidiNote {
    double onset_s = 0.0;
    double offset_s = 0.0;
    int pitch = 60;     ///< 0 to 127; 60 is middle C.
    int velocity = 64;  ///< 1 to 127.
};

struct MidiFileSpec {
    double beats_per_minute = 120.0;  ///< Requires 4 to 1000.
    std::optional<int>
        steps_per_beat;  ///< Moves onsets and offsets to the nearest: 4 are sixteenths. Requires 1 to 480.
};

/// The file's bytes: format 0, one track, 480 ticks a quarter note. A note lasts one tick, or one step, at least; where
/// the same pitch begins again before it has ended, it ends there. Values beyond a field's range take its nearest.
///
/// Source     Standard MIDI Files 1.0 (MIDI Manufacturers Association, 1996).
[[nodiscard]] std::string midi_file(std::span<const MidiNote> notes, const MidiFileSpec& spec);

}  // namespace attacca::media
