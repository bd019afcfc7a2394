#include "attacca/player/note_file.h"

#include <charconv>
#include <cmath>
#include <vector>

namespace attacca::player {
namespace {

constexpr int kSecondsDigits = 4;
constexpr int kConfidenceDigits = 3;

void add_number(std::string& text, double value, int digits) {
    char digits_text[64];
    const auto end =
        std::to_chars(std::begin(digits_text), std::end(digits_text), value, std::chars_format::fixed, digits);
    text.append(digits_text, end.ptr);
}

}  // namespace

int velocity_of(const analysis::Note& note) { return static_cast<int>(std::lround(note.velocity)); }

std::string notes_csv(std::span<const analysis::FoundNote> notes, DetectedColumn detected) {
    std::string text = "onset_s,offset_s,midi_pitch,velocity,confidence";
    text += detected == DetectedColumn::yes ? ",detected_s\n" : "\n";
    for (const auto& found : notes) {
        add_number(text, found.onset_s, kSecondsDigits);
        text += ',';
        add_number(text, found.offset_s, kSecondsDigits);
        text += ',' + std::to_string(found.note.midi_pitch) + ',' + std::to_string(velocity_of(found.note)) + ',';
        add_number(text, static_cast<double>(found.note.confidence), kConfidenceDigits);
        if (detected == DetectedColumn::yes) {
            text += ',';
            add_number(text, found.detected_s, kSecondsDigits);
        }
        text += '\n';
    }
    return text;
}

std::string notes_midi(std::span<const analysis::FoundNote> notes, const media::MidiFileSpec& spec) {
    std::vector<media::MidiNote> midi;
    for (const auto& found : notes) {
        midi.push_back({.onset_s = found.onset_s,
                        .offset_s = found.offset_s,
                        .pitch = found.note.midi_pitch,
                        .velocity = velocity_of(found.note)});
    }
    return media::midi_file(midi, spec);
}

}  // namespace attacca::player
