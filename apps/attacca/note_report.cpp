#include "note_report.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "attacca/analysis/note_name.h"
#include "text.h"

namespace attacca::app {
namespace {

int velocity_of(const analysis::Note& note) { return static_cast<int>(std::lround(note.velocity)); }

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

}  // namespace

std::string notes_csv(std::span<const FoundNote> notes, DetectedColumn detected) {
    std::string text = "onset_s,offset_s,midi_pitch,velocity,confidence";
    text += detected == DetectedColumn::yes ? ",detected_s\n" : "\n";
    for (const FoundNote& found : notes) {
        text += formatted("%.4f,%.4f,%d,%d,%.3f", found.onset_s, found.offset_s, found.note.midi_pitch,
                          velocity_of(found.note), static_cast<double>(found.note.confidence));
        text += detected == DetectedColumn::yes ? formatted(",%.4f\n", found.detected_s) : "\n";
    }
    return text;
}

std::string notes_json(std::span<const FoundNote> notes, double a4_hz) {
    std::string text;
    for (const FoundNote& found : notes) {
        const auto& note = found.note;
        const double cents = static_cast<double>(note.cents);
        const nlohmann::ordered_json value{
            {"onset_s", rounded(found.onset_s, 1e4)},
            {"offset_s", rounded(found.offset_s, 1e4)},
            {"midi_pitch", note.midi_pitch},
            {"note", analysis::note_name(note.midi_pitch)},
            {"cents", rounded(cents, 10.0)},
            {"frequency_hz", rounded(analysis::tempered_hz(note.midi_pitch + cents / 100.0, a4_hz), 1e3)},
            {"velocity", velocity_of(note)},
            {"confidence", rounded(static_cast<double>(note.confidence), 1e3)},
            {"detected_s", rounded(found.detected_s, 1e4)}};
        text += value.dump() + "\n";
    }
    return text;
}

std::string notes_midi(std::span<const FoundNote> notes, const media::MidiFileSpec& spec) {
    std::vector<media::MidiNote> midi;
    for (const FoundNote& found : notes) {
        midi.push_back({.onset_s = found.onset_s,
                        .offset_s = found.offset_s,
                        .pitch = found.note.midi_pitch,
                        .velocity = velocity_of(found.note)});
    }
    return media::midi_file(midi, spec);
}

}  // namespace attacca::app
