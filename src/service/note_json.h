// Notes as JSON text, appended to what the caller keeps: no allocation once it has its size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "attacca/analysis/note_recognizer.h"

namespace attacca::service {

/// With so many digits after the point, at most 9. Infinity and NaN, which JSON has not, become 0.
void append_number(std::string& text, double value, int digits);

/// In quotes, with the escapes that it needs; bytes that are not ASCII become "?".
void append_string(std::string& text, std::string_view value);

/// {"error":"..."}
void append_error(std::string& text, std::string_view why);

/// An event of the stream: {"type":"on","note":"A4","midi":69,...}; times in seconds of the stream.
void append_event(std::string& text, const analysis::NoteEvent& event, double sample_rate);

/// An entry of /analyze's notes: {"note":"A4","confidence":0.98,"intensity":0.5,...}.
void append_analyzed(std::string& text, const analysis::Note& note, double sample_rate);

}  // namespace attacca::service
