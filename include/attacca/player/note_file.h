// Found notes as files: a table, or MIDI.
#pragma once

#include <span>
#include <string>

#include "attacca/analysis/live_notes.h"
#include "attacca/media/midi_file.h"

namespace attacca::player {

enum class DetectedColumn { no, yes };

/// A line of names, then one for each note: seconds with four digits, whatever the locale.
[[nodiscard]] std::string notes_csv(std::span<const analysis::FoundNote> notes, DetectedColumn detected);

[[nodiscard]] std::string notes_midi(std::span<const analysis::FoundNote> notes, const media::MidiFileSpec& spec);

/// As MIDI has it: 1 to 127.
[[nodiscard]] int velocity_of(const analysis::Note& note);

}  // namespace attacca::player
