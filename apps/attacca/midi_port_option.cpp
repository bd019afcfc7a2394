#include "midi_port_option.h"

#include <cstdio>
#include <string_view>

#include "text.h"

namespace attacca::app {
namespace {

constexpr std::string_view kVirtual = "virtual";
constexpr std::string_view kVirtualOfSystem = ":virtual";

}  // namespace

void print_midi_ports() {
    std::printf("%3s  %s\n", "no.", "port");
    std::size_t number = 0;
    for (const auto& port : device::list_midi_ports()) {
        std::printf("%3zu  %s\n", number++, printable(port.id).c_str());
    }
    const auto systems = device::list_midi_systems();
    if (systems.empty()) std::puts("this program was built without MIDI output (librtmidi-dev)");
    for (const auto& system : systems) {
        if (!system.answers) {
            std::printf("%s does not answer: %s\n", system.name.c_str(), printable(system.detail).c_str());
        }
    }
}

Result<device::MidiOutput> open_midi_port(const std::string& port) {
    if (port == kVirtual) return device::MidiOutput::open_virtual();
    if (port.ends_with(kVirtualOfSystem)) {
        return device::MidiOutput::open_virtual(port.substr(0, port.size() - kVirtualOfSystem.size()));
    }
    return device::MidiOutput::open(port);
}

}  // namespace attacca::app
