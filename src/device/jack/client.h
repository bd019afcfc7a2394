// A client of the JACK server that is running, if one is.
#pragma once

#include <jack/jack.h>
#include <pthread.h>

#include <atomic>
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

/// Runs `work` in one of JACK's callbacks. JACK stops a client by canceling its threads wherever they happen to be, at
/// the death of its server, too; inside a destructor, say, that ends the program. What waited until then happens at the
/// end, so neither this nor the callback around it may be noexcept.
template <class Work>
void run_uncanceled(const Work& work) {
    int cancelable = 0;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelable);
    work();
    pthread_setcancelstate(cancelable, nullptr);
}

/// Failure: `no_device` where no server runs; none is started, and JACK's own messages are not printed.
[[nodiscard]] Result<JackClient> open_jack_client(const std::string& name);

/// Knows when the server has gone.
///
/// Threads    Any one at a time.
class JackWatch {
public:
    /// Failure: as open_jack_client.
    [[nodiscard]] static Result<std::unique_ptr<JackWatch>> open();

    [[nodiscard]] bool server_gone() const noexcept { return gone_.load(std::memory_order_relaxed); }

private:
    explicit JackWatch(JackClient client);

    std::atomic<bool> gone_{false};
    JackClient client_;
};

/// The sound cards behind the server, by the name that their ports begin with; the first is the default one.
[[nodiscard]] std::vector<DeviceInfo> jack_devices(jack_client_t* client);

/// The physical ports of one of them that take sound (`JackPortIsInput`) or give it (`JackPortIsOutput`), in
/// the order of their channels.
[[nodiscard]] std::vector<std::string> jack_ports(jack_client_t* client, const std::string& device, JackPortFlags flow);

}  // namespace attacca::device
