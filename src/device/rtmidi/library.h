// RtMidi's C interface, loaded when it is first asked for: linked in, it would bring ALSA's library to every start.
#pragma once

#include <rtmidi/rtmidi_c.h>

#include <string>
#include <vector>

namespace attacca::device {

/// The functions of librtmidi that this room calls.
struct RtMidiLibrary {
    decltype(&rtmidi_out_create) create = nullptr;
    decltype(&rtmidi_out_free) destroy = nullptr;
    decltype(&rtmidi_get_port_count) port_count = nullptr;
    decltype(&rtmidi_get_port_name) port_name = nullptr;
    decltype(&rtmidi_open_port) open_port = nullptr;
    decltype(&rtmidi_open_virtual_port) open_virtual_port = nullptr;
    decltype(&rtmidi_out_send_message) send_message = nullptr;

    /// The library, or null where it is not installed. It stays loaded from the first call on.
    [[nodiscard]] static const RtMidiLibrary* load();
};

/// One client of ALSA's sequencer or of JACK. What goes wrong inside it, RtMidi prints on standard error: ask first
/// whether the system answers.
class RtMidiHandle {
public:
    RtMidiHandle(const RtMidiLibrary& library, RtMidiApi api, const char* client_name);
    ~RtMidiHandle();
    RtMidiHandle(const RtMidiHandle&) = delete;
    RtMidiHandle& operator=(const RtMidiHandle&) = delete;

    /// Whether everything so far went well.
    [[nodiscard]] bool good() const noexcept { return handle_->ok; }

    /// A port's place is the number that opens it.
    [[nodiscard]] std::vector<std::string> ports() const;

    void open_port(std::size_t place, const char* name) {
        library_.open_port(handle_, static_cast<unsigned>(place), name);
    }
    void open_virtual_port(const char* name) { library_.open_virtual_port(handle_, name); }

    [[nodiscard]] bool send(const unsigned char* message, std::size_t bytes) {
        return library_.send_message(handle_, message, static_cast<int>(bytes)) == 0;
    }

private:
    const RtMidiLibrary& library_;
    RtMidiOutPtr handle_;
};

}  // namespace attacca::device
