// A stream to or from PipeWire, moved by PipeWire's own real-time thread.
#pragma once

#include <pipewire/pipewire.h>

#include <atomic>
#include <memory>
#include <string>

#include "device/metered_stream.h"
#include "device/pipewire/cycles.h"
#include "device/pipewire/graph.h"

namespace attacca::device {

/// A playback node, a capture node, or both in one group, where each captured block triggers the playback of
/// the next.
class PipewireStream final : public MeteredStream {
public:
    PipewireStream(std::unique_ptr<PipewireGraph> graph, AudioCallback& callback, StreamListener listener);
    ~PipewireStream() override;

    /// [control] Once, before `start`. `output` and `input` are what the graph found for `spec.device`; each
    /// is used where `spec.direction` asks for it.
    [[nodiscard]] Status connect(const StreamSpec& spec, const DeviceInfo& output, const DeviceInfo& input);

    Status start() override;
    void stop() noexcept override;
    std::size_t latency_frames() const noexcept override;

private:
    /// One of the two nodes.
    struct Side {
        PipewireStream* owner = nullptr;
        pw_stream* stream = nullptr;
        spa_hook hook{};
        std::atomic<const spa_io_position*> position{nullptr};
    };
    /// A buffer of PipeWire's while we hold it.
    struct Held {
        pw_buffer* buffer = nullptr;
        AudioBlock block;
    };

    [[nodiscard]] Status connect(Side& side, pw_direction direction, const DeviceInfo& device);
    void on_state(pw_stream_state state, const char* error);
    void on_change(GraphChange change, const std::string& detail);
    [[nodiscard]] bool has_devices() const;  ///< That the stream could be moved to.
    void end_with(const std::string& detail);
    void silence() noexcept;

    void process_playback() noexcept;
    void process_capture() noexcept;
    void run_blocks(Side& side, ConstAudioBlock input, AudioBlock output) noexcept;
    Held take_playback() noexcept;
    Held take_capture() noexcept;
    [[nodiscard]] static const spa_io_clock* clock_of(const Side& side) noexcept;

    static const pw_stream_events kPlaybackEvents;
    static const pw_stream_events kCaptureEvents;

    std::unique_ptr<PipewireGraph> graph_;
    Side playback_;
    Side capture_;
    PipewireCycles cycles_;
    std::atomic<bool> running_{false};
    bool follows_default_ = false;
    std::string output_name_;
    std::string input_name_;
};

}  // namespace attacca::device
