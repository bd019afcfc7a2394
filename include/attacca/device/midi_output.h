// MIDI to instruments and other programs: which ports there are, and notes to one of them.
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/device/device.h"

namespace attacca::device {

class MidiConnection;

/// A port that takes MIDI, as `attacca notes --midi-out list` prints it.
struct MidiPortInfo {
    std::string id;      ///< "alsa:Synth:Input 20:0", "jack:system:midi_playback_1".
    std::string name;    ///< The id without its system.
    std::string system;  ///< "alsa", "jack".
};

/// [control] The ports of every system that answers. A port's place is the number that opens it.
[[nodiscard]] std::vector<MidiPortInfo> list_midi_ports();

/// [control] The MIDI systems built into this program, and for each that does not answer, why.
[[nodiscard]] std::vector<BackendState> list_midi_systems();

/// A note: pitches and velocities are 0 to 127, and 69 is A4.
struct MidiNoteOn {
    int pitch = 0;
    int velocity = 0;
};

/// Notes on the first channel of one port. It knows which ones sound: none is left behind when it goes.
///
/// Threads    One at a time, never the audio thread: systems lock and allocate.
/// Failure    What a port's system does not take is an error; of a port or an instrument that has gone, ALSA and JACK
///            tell nothing.
class MidiOutput {
public:
    /// [control] `port` is an id, a number, or a part of one port's id, upper or lower case.
    /// Failure: names what was asked for and what there is, or why no system answers.
    [[nodiscard]] static Result<MidiOutput> open(const std::string& port);

    /// [control] Opens a port of our own, "Attacca", that others connect to: of the system named, or the first that
    /// answers.
    [[nodiscard]] static Result<MidiOutput> open_virtual(const std::string& system = {});

    /// Over a connection that is open already; `port` names it for people.
    MidiOutput(std::unique_ptr<MidiConnection> connection, std::string port);
    ~MidiOutput();  ///< Releases.
    MidiOutput(MidiOutput&&) noexcept;
    MidiOutput& operator=(MidiOutput&&) = delete;

    [[nodiscard]] const std::string& port() const noexcept { return port_; }

    /// One that sounds already ends first. A velocity of 0, which would mean an end, is sent as 1.
    [[nodiscard]] Status note_on(const MidiNoteOn& note);
    /// Nothing, where the pitch does not sound.
    [[nodiscard]] Status note_off(int pitch);
    /// Ends every note that sounds.
    [[nodiscard]] Status release();

private:
    static constexpr std::size_t kPitches = 128;

    [[nodiscard]] Status send(std::span<const std::uint8_t> message);

    std::unique_ptr<MidiConnection> connection_;
    std::string port_;
    std::bitset<kPitches> sounding_;
};

}  // namespace attacca::device
