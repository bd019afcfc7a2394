// ALSA's sequencer and JACK, as RtMidi reaches them.
#pragma once

#include "device/midi_system.h"

namespace attacca::device {

[[nodiscard]] MidiSystem& alsa_midi_system();
#ifdef ATTACCA_HAS_JACK
[[nodiscard]] MidiSystem& jack_midi_system();
#endif

}  // namespace attacca::device
