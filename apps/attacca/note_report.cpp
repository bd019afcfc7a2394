#include "note_report.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "attacca/analysis/note_name.h"
#include "attacca/player/note_file.h"
#include "text.h"

namespace attacca::app {
namespace {

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

nlohmann::ordered_json note_value(const analysis::FoundNote& found, double a4_hz) {
    const auto& note = found.note;
    const double cents = static_cast<double>(note.cents);
    return {{"onset_s", rounded(found.onset_s, 1e4)},
            {"offset_s", rounded(found.offset_s, 1e4)},
            {"midi_pitch", note.midi_pitch},
            {"note", analysis::note_name(note.midi_pitch)},
            {"cents", rounded(cents, 10.0)},
            {"frequency_hz", rounded(analysis::tempered_hz(note.midi_pitch + cents / 100.0, a4_hz), 1e3)},
            {"velocity", player::velocity_of(note)},
            {"confidence", rounded(static_cast<double>(note.confidence), 1e3)},
            {"detected_s", rounded(found.detected_s, 1e4)}};
}

}  // namespace

std::string notes_json(std::span<const analysis::FoundNote> notes, double a4_hz) {
    std::string text;
    for (const analysis::FoundNote& found : notes) text += note_value(found, a4_hz).dump() + "\n";
    return text;
}

std::string note_event_json(NoteEventKind kind, const analysis::FoundNote& found, double a4_hz) {
    const bool on = kind == NoteEventKind::on;
    nlohmann::ordered_json value{{"event", on ? "on" : "off"}};
    value.update(note_value(found, a4_hz));
    if (on) value.erase("offset_s");
    return value.dump();
}

std::string note_event_text(NoteEventKind kind, const analysis::FoundNote& found) {
    const auto& note = found.note;
    const std::string name = analysis::note_name(note.midi_pitch);
    if (kind == NoteEventKind::on) {
        return formatted("%9.3f s  on   %-4s MIDI %3d  %+6.1f cents  velocity %3d", found.onset_s, name.c_str(),
                         note.midi_pitch, rounded(static_cast<double>(note.cents), 10.0) + 0.0,
                         player::velocity_of(note));
    }
    return formatted("%9.3f s  off  %-4s lasted %.3f s", found.offset_s, name.c_str(), found.offset_s - found.onset_s);
}

}  // namespace attacca::app
