// What each MIDI system offers to this room: ALSA's sequencer, JACK.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/device/midi_output.h"

namespace attacca::device {

/// An open port; destroying it sends what waits and closes it.
class MidiConnection {
public:
    virtual ~MidiConnection() = default;

    /// False when the system does not take it.
    [[nodiscard]] virtual bool send(std::span<const std::uint8_t> message) = 0;
};

/// One way to send MIDI.
///
/// Threads    [control], from one thread at a time.
/// Failure    A system that does not answer says why in `state()`, lists nothing and opens nothing.
class MidiSystem {
public:
    virtual ~MidiSystem() = default;

    /// What port ids begin with, before the colon.
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;

    [[nodiscard]] virtual BackendState state() = 0;
    [[nodiscard]] virtual std::vector<std::string> ports() = 0;

    [[nodiscard]] virtual Result<std::unique_ptr<MidiConnection>> open(const std::string& port) = 0;
    [[nodiscard]] virtual Result<std::unique_ptr<MidiConnection>> open_virtual() = 0;
};

using MidiSystems = std::span<MidiSystem* const>;

/// Every system in this program, the preferred first.
[[nodiscard]] MidiSystems midi_systems();

/// As the functions without `systems`, which ask those of `midi_systems()`.
[[nodiscard]] std::vector<MidiPortInfo> list_midi_ports(MidiSystems systems);
[[nodiscard]] Result<MidiOutput> open_midi_output(MidiSystems systems, const std::string& port);
[[nodiscard]] Result<MidiOutput> open_virtual_midi_output(MidiSystems systems, const std::string& system);

}  // namespace attacca::device
