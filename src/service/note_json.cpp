#include "service/note_json.h"

#include <array>
#include <charconv>
#include <cmath>

#include "attacca/analysis/note_name.h"

namespace attacca::service {
namespace {

constexpr double kLargestVelocity = 127.0;
constexpr int kTimeDigits = 4;
constexpr int kShareDigits = 3;

void append_integer(std::string& text, int value) {
    std::array<char, 16> digits;
    text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

void append_number_member(std::string& text, std::string_view name, double value, int digits) {
    text.append(",\"").append(name).append("\":");
    append_number(text, value, digits);
}

void append_pitch_members(std::string& text, const analysis::Note& note) {
    append_number_member(text, "cents", static_cast<double>(note.cents), 1);
    text.append(",\"midi\":");
    append_integer(text, note.midi_pitch);
}

}  // namespace

void append_number(std::string& text, double value, int digits) {
    std::array<char, 400> written;
    const double finite = std::isfinite(value) ? value : 0.0;
    const auto end =
        std::to_chars(written.data(), written.data() + written.size(), finite, std::chars_format::fixed, digits);
    text.append(written.data(), end.ptr);
}

void append_string(std::string& text, std::string_view value) {
    text += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') text += '\\';
        const auto byte = static_cast<unsigned char>(c);
        text += byte < 0x20 || byte > 0x7E ? '?' : c;
    }
    text += '"';
}

void append_error(std::string& text, std::string_view why) {
    text.append("{\"error\":");
    append_string(text, why);
    text += '}';
}

void append_event(std::string& text, const analysis::NoteEvent& event, double sample_rate) {
    const auto& note = event.note;
    const bool off = event.kind == analysis::NoteEvent::Kind::off;
    text.append(off ? "{\"type\":\"off\",\"note\":" : "{\"type\":\"on\",\"note\":");
    append_string(text, analysis::note_name(note.midi_pitch));
    append_pitch_members(text, note);
    append_number_member(text, "velocity", std::round(static_cast<double>(note.velocity)), 0);
    append_number_member(text, "confidence", static_cast<double>(note.confidence), kShareDigits);
    append_number_member(text, "onset", static_cast<double>(note.onset) / sample_rate, kTimeDigits);
    if (off) append_number_member(text, "offset", static_cast<double>(note.offset) / sample_rate, kTimeDigits);
    append_number_member(text, "detected", static_cast<double>(note.detected) / sample_rate, kTimeDigits);
    text += '}';
}

void append_analyzed(std::string& text, const analysis::Note& note, double sample_rate) {
    text.append("{\"note\":");
    append_string(text, analysis::note_name(note.midi_pitch));
    append_number_member(text, "confidence", static_cast<double>(note.confidence), kShareDigits);
    append_number_member(text, "intensity", static_cast<double>(note.velocity) / kLargestVelocity, kShareDigits);
    append_pitch_members(text, note);
    append_number_member(text, "onset", static_cast<double>(note.onset) / sample_rate, kTimeDigits);
    append_number_member(text, "offset", static_cast<double>(note.offset) / sample_rate, kTimeDigits);
    text += '}';
}

}  // namespace attacca::service
