#include "device/pipewire/stream.h"

#include <spa/param/audio/format-utils.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "device/backend.h"

namespace attacca::device {
namespace {

/// Longer cycles, which take an unusual daemon, are handed on in pieces of this many frames.
constexpr std::size_t kMaxBlockFrames = 8192;

constexpr const char* kNoneLeft = "no device is left that PipeWire could move the stream to";

/// The speakers of 1 to 8 channels in the order that files have them.
void set_positions(spa_audio_info_raw& info) {
    static constexpr std::array<std::array<std::uint32_t, 8>, 8> kLayouts = {{
        {SPA_AUDIO_CHANNEL_MONO},
        {SPA_AUDIO_CHANNEL_FL, SPA_AUDIO_CHANNEL_FR},
        {SPA_AUDIO_CHANNEL_FL, SPA_AUDIO_CHANNEL_FR, SPA_AUDIO_CHANNEL_FC},
        {SPA_AUDIO_CHANNEL_FL, SPA_AUDIO_CHANNEL_FR, SPA_AUDIO_CHANNEL_RL, SPA_AUDIO_CHANNEL_RR},
        {SPA_AUDIO_CHANNEL_FL, SPA_AUDIO_CHANNEL_FR, SPA_AUDIO_CHANNEL_FC, SPA_AUDIO_CHANNEL_RL, SPA_AUDIO_CHANNEL_RR},
        {SPA_AUDIO_CHANNEL_FL, SPA_AUDIO_CHANNEL_FR, SPA_AUDIO_CHANNEL_FC, SPA_AUDIO_CHANNEL_LFE, SPA_AUDIO_CHANNEL_RL,
         SPA_AUDIO_CHANNEL_RR},
        {SPA_AUDIO_CHANNEL_FL, SPA_AUDIO_CHANNEL_FR, SPA_AUDIO_CHANNEL_FC, SPA_AUDIO_CHANNEL_LFE, SPA_AUDIO_CHANNEL_RC,
         SPA_AUDIO_CHANNEL_SL, SPA_AUDIO_CHANNEL_SR},
        {SPA_AUDIO_CHANNEL_FL, SPA_AUDIO_CHANNEL_FR, SPA_AUDIO_CHANNEL_FC, SPA_AUDIO_CHANNEL_LFE, SPA_AUDIO_CHANNEL_RL,
         SPA_AUDIO_CHANNEL_RR, SPA_AUDIO_CHANNEL_SL, SPA_AUDIO_CHANNEL_SR},
    }};
    for (std::uint32_t channel = 0; channel < info.channels; ++channel) {
        info.position[channel] = info.channels <= kLayouts.size() ? kLayouts[info.channels - 1][channel]
                                                                  : SPA_AUDIO_CHANNEL_START_Aux + channel;
    }
}

/// The node that a device's id stands for: a monitor is captured from its sink.
std::string node_name(const DeviceInfo& device, bool captures_sink) {
    std::string_view name = device.id;
    name.remove_prefix(std::min(name.size(), kPipewirePrefix.size()));
    if (captures_sink) name.remove_suffix(kMonitorSuffix.size());
    return std::string(name);
}

std::uint64_t monotonic_ns() noexcept {
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() /
                                      std::chrono::nanoseconds(1));
}

}  // namespace

const pw_stream_events PipewireStream::kPlaybackEvents = {
    .version = PW_VERSION_STREAM_EVENTS,
    .state_changed = [](void* data, pw_stream_state, pw_stream_state state,
                        const char* error) { static_cast<Side*>(data)->owner->on_state(state, error); },
    .io_changed =
        [](void* data, std::uint32_t id, void* area, std::uint32_t size) {
            if (id != SPA_IO_Position) return;
            const bool usable = area != nullptr && size >= sizeof(spa_io_position);
            static_cast<Side*>(data)->position.store(usable ? static_cast<const spa_io_position*>(area) : nullptr);
        },
    .process = [](void* data) { static_cast<Side*>(data)->owner->process_playback(); },
};

const pw_stream_events PipewireStream::kCaptureEvents = [] {
    pw_stream_events events = kPlaybackEvents;
    events.process = [](void* data) { static_cast<Side*>(data)->owner->process_capture(); };
    return events;
}();

PipewireStream::PipewireStream(std::unique_ptr<PipewireGraph> graph, AudioCallback& callback, StreamListener listener)
    : MeteredStream(callback, std::move(listener)), graph_(std::move(graph)) {
    playback_.owner = capture_.owner = this;
}

PipewireStream::~PipewireStream() {
    stop();
    const PipewireLock lock(graph_->loop());
    graph_->observe({});
    for (Side* side : {&playback_, &capture_}) {
        if (side->stream == nullptr) continue;
        spa_hook_remove(&side->hook);
        pw_stream_destroy(side->stream);
    }
}

Status PipewireStream::connect(const StreamSpec& spec, const DeviceInfo& output, const DeviceInfo& input) {
    const PipewireLock lock(graph_->loop());
    spec_ = spec;
    spec_.sample_rate = std::round(spec.sample_rate);  // PipeWire counts in whole hertz.
    device_ = has_output(spec.direction) ? output : input;
    spec_.device = device_.id;
    max_block_frames_ = kMaxBlockFrames;
    follows_default_ = spec.device.empty();
    graph_->observe([this](GraphChange change, const std::string& detail) { on_change(change, detail); });
    if (has_input(spec.direction)) {
        if (auto connected = connect(capture_, PW_DIRECTION_INPUT, input); !connected) return connected;
    }
    if (has_output(spec.direction)) {
        if (auto connected = connect(playback_, PW_DIRECTION_OUTPUT, output); !connected) return connected;
    }
    spec_.block_frames = graph_->quantum_for(spec.block_frames, spec_.sample_rate);
    return {};
}

Status PipewireStream::connect(Side& side, pw_direction direction, const DeviceInfo& device) {
    const bool plays = direction == PW_DIRECTION_OUTPUT;
    const bool captures_sink = !plays && device.id.ends_with(kMonitorSuffix);
    std::string& target = plays ? output_name_ : input_name_;
    target = node_name(device, captures_sink);

    const auto rate = static_cast<std::uint32_t>(spec_.sample_rate);
    pw_properties* props = pw_properties_new(
        PW_KEY_MEDIA_TYPE, "Audio", PW_KEY_MEDIA_CATEGORY, plays ? "Playback" : "Capture", PW_KEY_MEDIA_ROLE, "Music",
        PW_KEY_NODE_NAME, spec_.client_name.c_str(), PW_KEY_APP_NAME, spec_.client_name.c_str(), nullptr);
    pw_properties_setf(props, PW_KEY_NODE_LATENCY, "%zu/%u", spec_.block_frames, rate);
    pw_properties_setf(props, PW_KEY_NODE_RATE, "1/%u", rate);
    if (captures_sink) pw_properties_set(props, PW_KEY_STREAM_CAPTURE_SINK, "true");
    if (!follows_default_) {
        pw_properties_set(props, PW_KEY_TARGET_OBJECT, target.c_str());
        pw_properties_set(props, PW_KEY_NODE_DONT_RECONNECT, "true");
    }
    unsigned flags =
        PW_STREAM_FLAG_AUTOCONNECT | PW_STREAM_FLAG_MAP_BUFFERS | PW_STREAM_FLAG_RT_PROCESS | PW_STREAM_FLAG_INACTIVE;
    if (spec_.direction == Direction::duplex) {
        const std::string group = spec_.client_name + "-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
        pw_properties_set(props, PW_KEY_NODE_GROUP, group.c_str());
        pw_properties_set(props, PW_KEY_NODE_LINK_GROUP, group.c_str());
        if (plays) flags |= PW_STREAM_FLAG_TRIGGER;
    }
    side.stream = pw_stream_new(graph_->core(), spec_.client_name.c_str(), props);
    if (side.stream == nullptr) return fail(ErrorCode::no_device, "PipeWire does not take a new stream");
    pw_stream_add_listener(side.stream, &side.hook, plays ? &kPlaybackEvents : &kCaptureEvents, &side);

    spa_audio_info_raw info{};
    info.format = SPA_AUDIO_FORMAT_F32;
    info.rate = rate;
    info.channels = static_cast<std::uint32_t>(spec_.channels);
    set_positions(info);
    std::array<std::uint8_t, 1024> storage{};
    spa_pod_builder builder{};
    spa_pod_builder_init(&builder, storage.data(), storage.size());
    const spa_pod* format = spa_format_audio_raw_build(&builder, SPA_PARAM_EnumFormat, &info);
    if (pw_stream_connect(side.stream, direction, PW_ID_ANY, static_cast<pw_stream_flags>(flags), &format, 1) < 0) {
        return fail(ErrorCode::no_device, "PipeWire does not connect a stream to \"" + target + "\"");
    }
    return {};
}

Status PipewireStream::start() {
    if (is_lost()) return fail(ErrorCode::device_lost, "the device \"" + device_.id + "\" is gone");
    if (running_.load()) return {};
    const PipewireLock lock(graph_->loop());
    meter_.expect_new_thread();
    cycles_.reset();
    running_.store(true, std::memory_order_release);
    for (Side* side : {&capture_, &playback_}) {
        if (side->stream != nullptr) pw_stream_set_active(side->stream, true);
    }
    return {};
}

void PipewireStream::stop() noexcept {
    if (!running_.load()) return;
    const PipewireLock lock(graph_->loop());
    silence();
}

void PipewireStream::silence() noexcept {
    running_.store(false);
    for (Side* side : {&capture_, &playback_}) {
        if (side->stream != nullptr) pw_stream_set_active(side->stream, false);
    }
    // The daemon pauses the nodes some time later; until then they play silence. This waits for the callback
    // that may be running now.
    pw_data_loop_invoke(
        pw_context_get_data_loop(graph_->context()),
        [](spa_loop*, bool, std::uint32_t, const void*, std::size_t, void*) { return 0; }, 0, nullptr, 0, true, this);
}

void PipewireStream::on_state(pw_stream_state state, const char* error) {
    if (state == PW_STREAM_STATE_ERROR)
        end_with("PipeWire ended the stream: " + std::string(error ? error : "no reason"));
}

void PipewireStream::on_change(GraphChange change, const std::string& detail) {
    const bool output = has_output(spec_.direction);
    const bool input = has_input(spec_.direction);
    switch (change) {
        case GraphChange::server_gone:
            end_with(detail);
            break;
        case GraphChange::device_gone:
            if (!follows_default_ && ((output && detail == output_name_) || (input && detail == input_name_))) {
                end_with("the device \"" + std::string(kPipewirePrefix) + detail + "\" is gone");
            } else if (follows_default_ && !has_devices()) {  // The daemon does not always take the default back.
                end_with(kNoneLeft);
            }
            break;
        case GraphChange::default_output:
        case GraphChange::default_input:
            if (!(change == GraphChange::default_output ? output : input)) break;
            if (!detail.empty()) {
                tell(StreamEvent::default_changed, std::string(kPipewirePrefix) + detail);
            } else if (follows_default_) {
                end_with(kNoneLeft);
            }
            break;
    }
}

bool PipewireStream::has_devices() const {
    const auto devices = graph_->devices();
    const auto any = [&](std::size_t DeviceInfo::*channels) {
        return std::ranges::any_of(devices, [=](const DeviceInfo& device) { return device.*channels > 0; });
    };
    return (!has_output(spec_.direction) || any(&DeviceInfo::output_channels)) &&
           (!has_input(spec_.direction) || any(&DeviceInfo::input_channels));
}

void PipewireStream::end_with(const std::string& detail) {
    if (running_.load()) silence();
    lose(detail);
}

const spa_io_clock* PipewireStream::clock_of(const Side& side) noexcept {
    const spa_io_position* position = side.position.load(std::memory_order_relaxed);
    return position == nullptr ? nullptr : &position->clock;
}

PipewireStream::Held PipewireStream::take_playback() noexcept {
    pw_buffer* buffer = pw_stream_dequeue_buffer(playback_.stream);
    if (buffer == nullptr) return {};
    const spa_data& data = buffer->buffer->datas[0];
    const std::size_t stride = spec_.channels * sizeof(float);
    std::size_t frames = data.data == nullptr ? 0 : data.maxsize / stride;
    frames =
        std::min(frames, buffer->requested == 0 ? spec_.block_frames : static_cast<std::size_t>(buffer->requested));
    data.chunk->offset = 0;
    data.chunk->stride = static_cast<std::int32_t>(stride);
    data.chunk->size = static_cast<std::uint32_t>(frames * stride);
    return {buffer, AudioBlock({static_cast<float*>(data.data), frames * spec_.channels}, spec_.channels)};
}

PipewireStream::Held PipewireStream::take_capture() noexcept {
    pw_buffer* buffer = pw_stream_dequeue_buffer(capture_.stream);
    if (buffer == nullptr) return {};
    const spa_data& data = buffer->buffer->datas[0];
    const std::uint32_t offset = std::min(data.chunk->offset, data.maxsize);
    const std::uint32_t bytes = data.data == nullptr ? 0 : std::min(data.chunk->size, data.maxsize - offset);
    auto* samples = reinterpret_cast<float*>(static_cast<std::uint8_t*>(data.data) + offset);
    const std::size_t frames = bytes / (spec_.channels * sizeof(float));
    return {buffer, AudioBlock({samples, frames * spec_.channels}, spec_.channels)};
}

void PipewireStream::process_playback() noexcept {
    const Held output = take_playback();
    Held input;
    if (spec_.direction == Direction::duplex) input = take_capture();
    if (output.buffer != nullptr) {
        AudioBlock to_fill = output.block;
        if (input.buffer != nullptr) {
            const std::size_t frames = std::min(to_fill.frames(), input.block.frames());
            const AudioBlock rest = to_fill.subblock(frames, to_fill.frames() - frames);
            std::ranges::fill(rest.samples(), 0.0f);
            to_fill = to_fill.subblock(0, frames);
            run_blocks(playback_, input.block.subblock(0, frames), to_fill);
        } else if (spec_.direction == Direction::duplex) {
            std::ranges::fill(to_fill.samples(), 0.0f);
        } else {
            run_blocks(playback_, {}, to_fill);
        }
        pw_stream_queue_buffer(playback_.stream, output.buffer);
    }
    if (input.buffer != nullptr) pw_stream_queue_buffer(capture_.stream, input.buffer);
}

void PipewireStream::process_capture() noexcept {
    if (spec_.direction == Direction::duplex && pw_stream_trigger_process(playback_.stream) >= 0) return;
    const Held input = take_capture();
    if (input.buffer == nullptr) return;
    if (spec_.direction == Direction::input) run_blocks(capture_, input.block, {});
    pw_stream_queue_buffer(capture_.stream, input.buffer);
}

void PipewireStream::run_blocks(Side& side, ConstAudioBlock input, AudioBlock output) noexcept {
    if (!running_.load(std::memory_order_acquire)) {
        std::ranges::fill(output.samples(), 0.0f);
        return;
    }
    const spa_io_clock* clock = clock_of(side);
    if (clock != nullptr && cycles_.begin(*clock)) meter_.count_xrun();
    std::optional<CallbackMeter::Clock::time_point> cycle_began;
    if (clock != nullptr) cycle_began.emplace(std::chrono::nanoseconds(clock->nsec));
    const std::size_t frames = std::max(input.frames(), output.frames());
    for (std::size_t done = 0; done < frames;) {
        const std::size_t piece = std::min(frames - done, kMaxBlockFrames);
        meter_.run(input.empty() ? input : input.subblock(done, piece),
                   output.empty() ? output : output.subblock(done, piece), cycle_began);
        done += piece;
    }
    if (clock != nullptr && cycles_.finish(monotonic_ns())) meter_.count_xrun();
}

std::size_t PipewireStream::latency_frames() const noexcept {
    pw_stream* stream = playback_.stream != nullptr ? playback_.stream : capture_.stream;
    pw_time time{};
    if (pw_stream_get_time_n(stream, &time, sizeof time) != 0 || time.rate.denom == 0) return spec_.block_frames;
    const double delay_s = static_cast<double>(time.delay) * time.rate.num / time.rate.denom;
    const double frames = std::max(0.0, delay_s * spec_.sample_rate) + static_cast<double>(time.buffered);
    return static_cast<std::size_t>(frames + 0.5);
}

}  // namespace attacca::device
