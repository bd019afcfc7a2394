// The sound devices of this machine, and streams of audio to and from them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/rt/latency_histogram.h"

namespace attacca::device {

/// Which way a stream's audio goes.
enum class Direction { output, input, duplex };

/// One device, as `attacca devices` lists it.
struct DeviceInfo {
    std::string
        id;  ///< "pipewire:alsa_output.usb…", "jack:system", "alsa:hw:0", "pulse:…", "null": what `--device` takes.
    std::string name;     ///< For people.
    std::string backend;  ///< "pipewire", "jack", "alsa", "pulse", "null".
    std::size_t output_channels = 0;
    std::size_t input_channels = 0;
    double sample_rate = 0.0;  ///< The one it runs at now, or prefers; 0: any.
    bool default_output = false;
    bool default_input = false;
};

struct StreamSpec {
    std::string device;  ///< An id, a unique part of a name, a backend's name, or empty: the default.
    Direction direction = Direction::output;
    double sample_rate = 48000.0;     ///< Asked for; `Stream::spec()` says what was given.
    std::size_t channels = 2;         ///< Of each direction.
    std::size_t block_frames = 1024;  ///< Asked for; blocks vary from call to call.
    std::string client_name = "attacca";
};

/// Called by the device for every block.
class AudioCallback {
public:
    virtual ~AudioCallback() = default;

    /// [audio] Fills `output` completely; `input` is empty for an output stream and the reverse. Blocks
    /// have 1 to `Stream::max_block_frames()` frames. The stream has opened a RealtimeScope around it.
    virtual void process(ConstAudioBlock input, AudioBlock output) noexcept = 0;
};

/// What may happen to a stream while it runs.
enum class StreamEvent {
    lost,             ///< The device or its server is gone; no more callbacks come. Open a new stream.
    default_changed,  ///< Another device is now the default one: the detail is its id. A stream opened by default
                      ///< plays there now.
};

/// [control] Called on a thread of the backend, never on the audio thread; must not destroy the stream.
using StreamListener = std::function<void(StreamEvent, const std::string& detail)>;

/// An open stream. Opening does not start it; destroying stops it.
///
/// Threads    [control] members from one thread at a time.
class Stream {
public:
    virtual ~Stream() = default;

    [[nodiscard]] virtual Status start() = 0;  ///< [control]
    virtual void stop() noexcept = 0;          ///< [control] On return no callback runs or will.

    /// [control] What was given: device id, rate, channels, block.
    [[nodiscard]] virtual const StreamSpec& spec() const noexcept = 0;
    [[nodiscard]] virtual const DeviceInfo& device() const noexcept = 0;
    [[nodiscard]] virtual std::size_t max_block_frames() const noexcept = 0;

    /// [any] Counters since the first `start`.
    [[nodiscard]] virtual std::uint64_t xruns() const noexcept = 0;
    [[nodiscard]] virtual std::uint64_t callbacks() const noexcept = 0;

    /// [any] Time from one callback's start to the next, pauses left out, and the time spent inside it.
    [[nodiscard]] virtual rt::LatencyHistogram::Snapshot intervals() const = 0;
    [[nodiscard]] virtual rt::LatencyHistogram::Snapshot durations() const = 0;

    /// [audio] When the cycle of the block in hand began, by the device's own clock where the backend tells it, else
    /// by ours: what the block holds of the input had been captured by then.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point block_time() const noexcept = 0;

    /// [any] Frames from the callback's block to the sound leaving the device, as the backend reports it; of an input
    /// stream, from the sound entering the device to the cycle that brings it.
    [[nodiscard]] virtual std::size_t latency_frames() const noexcept = 0;

    /// [any] Whether the callback's thread has real-time priority, in words:
    /// "SCHED_FIFO 83", "SCHED_OTHER".
    [[nodiscard]] virtual std::string scheduling() const = 0;
};

/// [control] Every device of every backend that answers, the null device last.
[[nodiscard]] std::vector<DeviceInfo> list_devices();

/// [control] Opens a stream. With no device named: PipeWire's, JACK's, ALSA's or PulseAudio's default, and
/// the null device where none of them answers.
/// Failure: names what was asked for and the nearest device there is.
[[nodiscard]] Result<std::unique_ptr<Stream>> open_stream(const StreamSpec& spec, AudioCallback& callback,
                                                          StreamListener listener);

/// [control] The backends built into this program, and for each that does not answer, why.
struct BackendState {
    std::string name;
    bool answers = false;
    std::string detail;
};
[[nodiscard]] std::vector<BackendState> list_backends();

}  // namespace attacca::device
