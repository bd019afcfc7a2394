// For tests: two notes as a recognizer finds them.
#pragma once

#include <vector>

#include "attacca/analysis/live_notes.h"

namespace attacca::tests {

inline const std::vector<analysis::FoundNote> kFoundNotes = {
    {.onset_s = 0.5,
     .offset_s = 1.25,
     .detected_s = 0.57,
     .note = {.midi_pitch = 61, .cents = -12.34F, .velocity = 80.4F, .confidence = 0.98765F}},
    {.onset_s = 2.0,
     .offset_s = 2.1,
     .detected_s = 2.08,
     .note = {.midi_pitch = 69, .velocity = 127.0F, .confidence = 1.0F}}};

}  // namespace attacca::tests
