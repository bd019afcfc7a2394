// --midi-out: where notes go besides the terminal.
#pragma once

#include <string>

#include "attacca/device/midi_output.h"

namespace attacca::app {

/// "list" is no port: see print_midi_ports.
[[nodiscard]] inline bool midi_ports_asked_for(const std::string& port) { return port == "list"; }

/// What may be named, and the systems that do not answer.
void print_midi_ports();

/// "virtual" is a port of our own, of the system before its colon where there is one: "jack:virtual".
/// Failure: as MidiOutput's.
[[nodiscard]] Result<device::MidiOutput> open_midi_port(const std::string& port);

}  // namespace attacca::app
