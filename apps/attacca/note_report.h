// Found notes as text: JSON lines, and lines for people.
#pragma once

#include <span>
#include <string>

#include "note_reader.h"

namespace attacca::app {

/// An object a line.
[[nodiscard]] std::string notes_json(std::span<const analysis::FoundNote> notes, double a4_hz);

using NoteEventKind = analysis::NoteEvent::Kind;

/// {"event":"on",...} or {"event":"off",...}: the members of notes_json, those that are known when a note begins.
[[nodiscard]] std::string note_event_json(NoteEventKind kind, const analysis::FoundNote& found, double a4_hz);

/// "   12.345 s  on   C#4  MIDI  61   -12.3 cents  velocity  80", "   13.000 s  off  C#4  lasted 0.655 s"
[[nodiscard]] std::string note_event_text(NoteEventKind kind, const analysis::FoundNote& found);

}  // namespace attacca::app
