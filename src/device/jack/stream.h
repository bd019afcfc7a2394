// A stream to or from JACK, moved by JACK's process thread.
#pragma once

#include <jack/jack.h>

#include <atomic>
#include <string>
#include <vector>

#include "device/jack/client.h"
#include "device/metered_stream.h"

namespace attacca::device {

/// A client with one port for each channel, connected to the sound card's ports while it runs.
class JackStream final : public MeteredStream {
public:
    JackStream(JackClient client, AudioCallback& callback, StreamListener listener);
    ~JackStream() override;

    /// [control] Once, before `start`.
    [[nodiscard]] Status prepare(const StreamSpec& spec, const DeviceInfo& device);

    Status start() override;
    void stop() noexcept override;
    std::size_t latency_frames() const noexcept override;

private:
    /// The ports of one direction, and the interleaved block that the callback sees of them.
    struct Side {
        std::vector<jack_port_t*> ports;
        std::vector<float*> channels;
        std::vector<float> interleaved;
    };

    [[nodiscard]] Status add_ports(Side& side, const char* stem, JackPortFlags flow);
    void connect_ports();
    void process(jack_nframes_t frames) noexcept;
    [[nodiscard]] CallbackMeter::Clock::time_point cycle_time() const noexcept;
    void find_channels(Side& side, jack_nframes_t frames) noexcept;

    JackClient client_;
    Side output_;
    Side input_;
    bool active_ = false;
    std::atomic<bool> connected_{false};  // Periods lost before this, as JACK admits a client, are nobody's sound.
};

}  // namespace attacca::device
