// A client of the JACK server that is running, if one is.
#pragma once

#include <jack/jack.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "attacca/device/device.h"

namespace attacca::device {

struct CloseJackClient {
    void operator()(jack_client_t* client) const noexcept { jack_client_close(client); }
};
using JackClient = std::unique_ptr<jack_client_t, CloseJackClient>;

inline constexpr std::string_view kJackPrefix = "jack:";

/// Failure: `no_device` where no server runs; none is started, and JACK's own messages are not printed.
[[nodiscard]] Result<JackClient> open_jack_client(const std::string& name);

/// The sound cards behind the server, by the name that their ports begin with; the first is the default one.
[[nodiscard]] std::vector<DeviceInfo> jack_devices(jack_client_t* client);

/// The physical ports of one of them that take sound (`JackPortIsInput`) or give it (`JackPortIsOutput`), in
/// the order of their channels.
[[nodiscard]] std::vector<std::string> jack_ports(jack_client_t* client, const std::string& device, JackPortFlags flow);

}  // namespace attacca::device
