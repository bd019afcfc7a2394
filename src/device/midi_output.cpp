#include "attacca/device/midi_output.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <optional>
#include <utility>

#include "attacca/base/nearest_name.h"
#include "device/midi_system.h"
#include "device/name_part.h"

namespace attacca::device {
namespace {

constexpr std::uint8_t kNoteOff = 0x80;  // On the first channel, as is the next.
constexpr std::uint8_t kNoteOn = 0x90;
constexpr std::uint8_t kReleaseVelocity = 64;
constexpr int kHighestValue = 127;

std::optional<std::size_t> number(const std::string& text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string listed(const std::vector<MidiPortInfo>& ports) {
    std::string text;
    for (const auto& port : ports) text += (text.empty() ? "\"" : ", \"") + port.id + "\"";
    return text;
}

/// Why there is nowhere to send to.
Error no_system(MidiSystems systems) {
    if (systems.empty()) return {ErrorCode::unavailable, "this program was built without MIDI output (librtmidi-dev)"};
    std::string reasons;
    for (auto* system : systems) reasons += "\n  " + std::string(system->name()) + ": " + system->state().detail;
    return {ErrorCode::no_device, "no MIDI system answers" + reasons};
}

bool answers(MidiSystem* system) { return system->state().answers; }

Error unknown_port(MidiSystems systems, const std::string& port, const std::vector<MidiPortInfo>& ports) {
    if (std::ranges::none_of(systems, answers)) return no_system(systems);
    if (ports.empty()) {
        return {ErrorCode::not_found, "no MIDI port \"" + port +
                                          "\"; nothing takes MIDI now: start a synthesizer, or "
                                          "open a port of our own with virtual"};
    }
    std::vector<std::string> names;
    for (const auto& info : ports) names.push_back(info.name);
    const std::string nearest = nearest_name(port, names);
    const std::string meant = nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?";
    return {ErrorCode::not_found, "no MIDI port \"" + port + "\"" + meant + "; there are " + listed(ports)};
}

Result<MidiPortInfo> find_port(MidiSystems systems, const std::string& port) {
    const auto ports = list_midi_ports(systems);
    if (const auto place = number(port); place && *place < ports.size()) return ports[*place];
    std::vector<MidiPortInfo> matches;
    for (const auto& info : ports) {
        if (info.id == port || info.name == port) return info;
        if (has_part(info.id, port)) matches.push_back(info);
    }
    if (matches.size() == 1) return matches.front();
    if (matches.empty()) return fail(unknown_port(systems, port, ports));
    return fail(ErrorCode::invalid_argument, "\"" + port + "\" could be any of " + listed(matches) + ": name one");
}

}  // namespace

std::vector<MidiPortInfo> list_midi_ports(MidiSystems systems) {
    std::vector<MidiPortInfo> all;
    for (auto* system : systems) {
        const std::string name(system->name());
        for (auto& port : system->ports()) all.push_back({.id = name + ":" + port, .name = port, .system = name});
    }
    return all;
}

std::vector<MidiPortInfo> list_midi_ports() { return list_midi_ports(midi_systems()); }

std::vector<BackendState> list_midi_systems() {
    std::vector<BackendState> states;
    for (auto* system : midi_systems()) states.push_back(system->state());
    return states;
}

Result<MidiOutput> open_midi_output(MidiSystems systems, const std::string& port) {
    const auto found = find_port(systems, port);
    if (!found) return fail(found.error());
    const auto system = std::ranges::find(systems, found->system, [](MidiSystem* one) { return one->name(); });
    auto connection = (*system)->open(found->name);
    if (!connection) return fail(connection.error());
    return MidiOutput(std::move(*connection), found->id);
}

Result<MidiOutput> open_virtual_midi_output(MidiSystems systems, const std::string& system) {
    for (auto* candidate : systems) {
        const bool meant = system.empty() ? answers(candidate) : candidate->name() == system;
        if (!meant) continue;
        auto connection = candidate->open_virtual();
        if (!connection) {
            return fail(connection.error().code, std::string(candidate->name()) + ": " + connection.error().detail);
        }
        return MidiOutput(std::move(*connection), std::string(candidate->name()) + ":Attacca");
    }
    if (system.empty()) return fail(no_system(systems));
    return fail(ErrorCode::not_found, "no MIDI system is called \"" + system + "\"");
}

Result<MidiOutput> MidiOutput::open(const std::string& port) { return open_midi_output(midi_systems(), port); }

Result<MidiOutput> MidiOutput::open_virtual(const std::string& system) {
    return open_virtual_midi_output(midi_systems(), system);
}

MidiOutput::MidiOutput(std::unique_ptr<MidiConnection> connection, std::string port)
    : connection_(std::move(connection)), port_(std::move(port)) {}

MidiOutput::MidiOutput(MidiOutput&&) noexcept = default;

MidiOutput::~MidiOutput() {
    if (connection_) (void)release();
}

Status MidiOutput::note_on(const MidiNoteOn& note) {
    assert(note.pitch >= 0 && note.pitch <= kHighestValue);
    if (auto ended = note_off(note.pitch); !ended) return ended;
    const std::array message{kNoteOn, static_cast<std::uint8_t>(note.pitch),
                             static_cast<std::uint8_t>(std::clamp(note.velocity, 1, kHighestValue))};
    if (auto sent = send(message); !sent) return sent;
    sounding_.set(static_cast<std::size_t>(note.pitch));
    return {};
}

Status MidiOutput::note_off(int pitch) {
    assert(pitch >= 0 && pitch <= kHighestValue);
    const auto place = static_cast<std::size_t>(pitch);
    if (!sounding_.test(place)) return {};
    sounding_.reset(place);
    return send(std::array{kNoteOff, static_cast<std::uint8_t>(pitch), kReleaseVelocity});
}

Status MidiOutput::release() {
    Status released;
    for (std::size_t pitch = 0; pitch < kPitches; ++pitch) {
        if (auto ended = note_off(static_cast<int>(pitch)); !ended) released = ended;
    }
    return released;
}

Status MidiOutput::send(std::span<const std::uint8_t> message) {
    if (connection_->send(message)) return {};
    return fail(ErrorCode::device_lost, "the MIDI port \"" + port_ + "\" takes no more notes");
}

}  // namespace attacca::device
