// Found notes as text: CSV, JSON lines, MIDI.
#pragma once

#include <span>
#include <string>

#include "attacca/media/midi_file.h"
#include "note_reader.h"

namespace attacca::app {

enum class DetectedColumn { no, yes };

[[nodiscard]] std::string notes_csv(std::span<const FoundNote> notes, DetectedColumn detected);

/// An object a line.
[[nodiscard]] std::string notes_json(std::span<const FoundNote> notes, double a4_hz);

[[nodiscard]] std::string notes_midi(std::span<const FoundNote> notes, const media::MidiFileSpec& spec);

}  // namespace attacca::app
