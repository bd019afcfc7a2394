// RtAudio's C interface, loaded when it is first asked for.
#pragma once

#include <rtaudio/rtaudio_c.h>

#include <memory>
#include <string>
#include <vector>

#include "attacca/device/device.h"

namespace attacca::device {

/// The functions of librtaudio that this room calls. Linked in, the library would bring PulseAudio's, D-Bus's
/// and X11's with it, 4 MB and 3 ms of every start, for the few machines that have no PipeWire and no JACK.
struct RtAudioLibrary {
    decltype(&rtaudio_create) create = nullptr;
    decltype(&rtaudio_destroy) destroy = nullptr;
    decltype(&rtaudio_error) error = nullptr;
    decltype(&rtaudio_show_warnings) show_warnings = nullptr;
    decltype(&rtaudio_device_count) device_count = nullptr;
    decltype(&rtaudio_get_device_info) get_device_info = nullptr;
    decltype(&rtaudio_open_stream) open_stream = nullptr;
    decltype(&rtaudio_close_stream) close_stream = nullptr;
    decltype(&rtaudio_start_stream) start_stream = nullptr;
    decltype(&rtaudio_abort_stream) abort_stream = nullptr;
    decltype(&rtaudio_is_stream_running) is_stream_running = nullptr;
    decltype(&rtaudio_get_stream_latency) get_stream_latency = nullptr;
    decltype(&rtaudio_get_stream_sample_rate) get_stream_sample_rate = nullptr;

    /// The library, or null where it is not installed. It stays loaded from the first call on.
    [[nodiscard]] static const RtAudioLibrary* load();
};

/// One connection to ALSA or PulseAudio.
class RtAudioHandle {
public:
    RtAudioHandle(const RtAudioLibrary& library, rtaudio_api_t api);
    ~RtAudioHandle();
    RtAudioHandle(const RtAudioHandle&) = delete;
    RtAudioHandle& operator=(const RtAudioHandle&) = delete;

    [[nodiscard]] const RtAudioLibrary& library() const noexcept { return library_; }
    [[nodiscard]] rtaudio_t get() const noexcept { return handle_; }

    /// What it lists, in its own order: a device's place is the number that opens it.
    [[nodiscard]] std::vector<DeviceInfo> devices(const std::string& backend) const;

private:
    const RtAudioLibrary& library_;
    rtaudio_t handle_;
};

}  // namespace attacca::device
