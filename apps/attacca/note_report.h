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

using NoteEventKind = analysis::NoteEvent::Kind;

/// {"event":"on",...} or {"event":"off",...}: the members of notes_json, those that are known when a note begins.
[[nodiscard]] std::string note_event_json(NoteEventKind kind, const FoundNote& found, double a4_hz);

/// "   12.345 s  on   C#4  MIDI  61   -12.3 cents  velocity  80", "   13.000 s  off  C#4  lasted 0.655 s"
[[nodiscard]] std::string note_event_text(NoteEventKind kind, const FoundNote& found);

/// As MIDI has it: 1 to 127.
[[nodiscard]] int velocity_of(const analysis::Note& note);

[[nodiscard]] std::string notes_midi(std::span<const FoundNote> notes, const media::MidiFileSpec& spec);

}  // namespace attacca::app
