// What each family of devices offers to this room: PipeWire, JACK, RtAudio's APIs, the null device.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "attacca/device/device.h"

namespace attacca::device {

/// One way to reach sound devices.
///
/// Threads    [control], from one thread at a time.
/// Failure    A backend that does not answer says why in `state()`, lists nothing, and opens nothing with
///            `no_device`; it prints nothing and starts no server.
class Backend {
public:
    virtual ~Backend() = default;

    /// What device ids begin with, before the colon.
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;

    [[nodiscard]] virtual BackendState state() = 0;
    [[nodiscard]] virtual std::vector<DeviceInfo> devices() = 0;

    /// `spec.device` is the part of an id after the colon, or empty for the backend's default.
    [[nodiscard]] virtual Result<std::unique_ptr<Stream>> open(const StreamSpec& spec, AudioCallback& callback,
                                                               StreamListener listener) = 0;
};

/// Every backend in this program, the preferred first and the null device last.
[[nodiscard]] std::span<Backend* const> backends();

[[nodiscard]] Backend& null_backend();
#ifdef ATTACCA_HAS_PIPEWIRE
[[nodiscard]] Backend& pipewire_backend();
#endif
#ifdef ATTACCA_HAS_JACK
[[nodiscard]] Backend& jack_backend();
#endif
#ifdef ATTACCA_HAS_RTAUDIO
[[nodiscard]] Backend& alsa_backend();
[[nodiscard]] Backend& pulse_backend();
#endif

[[nodiscard]] inline bool has_output(Direction direction) noexcept { return direction != Direction::input; }
[[nodiscard]] inline bool has_input(Direction direction) noexcept { return direction != Direction::output; }

}  // namespace attacca::device
