// Names and frequencies of notes.
#pragma once

#include <string>

namespace attacca::analysis {

/// "C4" for 60, black keys as sharps: "C#4". Requires a pitch of 0 to 127: "C-1" to "G9". Allocates nothing.
[[nodiscard]] std::string note_name(int midi_pitch);

/// Of equal temperament: 69 is A4.
[[nodiscard]] double tempered_hz(double midi_pitch, double a4_hz = 440.0) noexcept;

/// Its inverse. Requires a positive frequency.
[[nodiscard]] double midi_pitch_of(double frequency_hz, double a4_hz = 440.0) noexcept;

}  // namespace attacca::analysis
