#include "device/jack/stream.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "device/backend.h"

namespace attacca::device {
namespace {

/// JACK may change its period at any time; longer ones are handed on in pieces of this many frames, so that
/// nothing has to be allocated then.
constexpr std::size_t kMaxBlockFrames = 8192;

}  // namespace

JackStream::JackStream(JackClient client, AudioCallback& callback, StreamListener listener)
    : MeteredStream(callback, std::move(listener)), client_(std::move(client)) {}

JackStream::~JackStream() { stop(); }

Status JackStream::prepare(const StreamSpec& spec, const DeviceInfo& device) {
    spec_ = spec;
    spec_.device = device.id;
    spec_.sample_rate = device.sample_rate;
    spec_.block_frames = jack_get_buffer_size(client_.get());
    device_ = device;
    max_block_frames_ = kMaxBlockFrames;
    if (has_output(spec.direction)) {
        if (auto added = add_ports(output_, "out_", JackPortIsOutput); !added) return added;
    }
    if (has_input(spec.direction)) {
        if (auto added = add_ports(input_, "in_", JackPortIsInput); !added) return added;
    }
    const auto run = [](jack_nframes_t frames, void* self) {
        run_uncanceled([=] { static_cast<JackStream*>(self)->process(frames); });
        return 0;
    };
    const auto count_xrun = [](void* self) {
        auto* stream = static_cast<JackStream*>(self);
        run_uncanceled([=] {
            if (stream->connected_.load(std::memory_order_relaxed)) stream->meter_.count_xrun();
        });
        return 0;
    };
    const auto end = [](jack_status_t, const char* reason, void* self) {
        run_uncanceled([=] {
            const std::string why = reason ? reason : "no reason";
            static_cast<JackStream*>(self)->lose("the JACK server is gone (" + why + ")");
        });
    };
    jack_set_process_callback(client_.get(), run, this);
    jack_set_xrun_callback(client_.get(), count_xrun, this);
    jack_on_info_shutdown(client_.get(), end, this);
    return {};
}

Status JackStream::add_ports(Side& side, const char* stem, JackPortFlags flow) {
    for (std::size_t channel = 1; channel <= spec_.channels; ++channel) {
        const std::string name = stem + std::to_string(channel);
        jack_port_t* port = jack_port_register(client_.get(), name.c_str(), JACK_DEFAULT_AUDIO_TYPE,
                                               static_cast<unsigned long>(flow), 0);
        if (port == nullptr) return fail(ErrorCode::busy, "JACK has no port left for \"" + name + "\"");
        side.ports.push_back(port);
    }
    side.channels.resize(spec_.channels);
    side.interleaved.resize(spec_.channels * kMaxBlockFrames);
    return {};
}

Status JackStream::start() {
    if (is_lost()) return fail(ErrorCode::device_lost, "the JACK server is gone");
    if (active_) return {};
    meter_.expect_new_thread();
    if (jack_activate(client_.get()) != 0) return fail(ErrorCode::no_device, "JACK does not start the client");
    active_ = true;
    connect_ports();
    connected_.store(true, std::memory_order_relaxed);
    return {};
}

void JackStream::connect_ports() {
    const std::string device = device_.id.substr(kJackPrefix.size());
    const auto sinks = jack_ports(client_.get(), device, JackPortIsInput);
    const auto sources = jack_ports(client_.get(), device, JackPortIsOutput);
    for (std::size_t channel = 0; channel < std::min(output_.ports.size(), sinks.size()); ++channel) {
        jack_connect(client_.get(), jack_port_name(output_.ports[channel]), sinks[channel].c_str());
    }
    const bool mono_to_both_sides = output_.ports.size() == 1 && sinks.size() > 1;
    if (mono_to_both_sides) jack_connect(client_.get(), jack_port_name(output_.ports[0]), sinks[1].c_str());
    for (std::size_t channel = 0; channel < std::min(input_.ports.size(), sources.size()); ++channel) {
        jack_connect(client_.get(), sources[channel].c_str(), jack_port_name(input_.ports[channel]));
    }
}

void JackStream::stop() noexcept {
    if (!active_) return;
    connected_.store(false, std::memory_order_relaxed);
    jack_deactivate(client_.get());
    active_ = false;
}

void JackStream::find_channels(Side& side, jack_nframes_t frames) noexcept {
    for (std::size_t channel = 0; channel < side.ports.size(); ++channel) {
        side.channels[channel] = static_cast<float*>(jack_port_get_buffer(side.ports[channel], frames));
    }
}

/// Not jack_get_cycle_times: its filtered clock was seen 104 ms behind, for good, after a late first cycle.
CallbackMeter::Clock::time_point JackStream::cycle_time() const noexcept {
    const double since_s = jack_frames_since_cycle_start(client_.get()) / spec_.sample_rate;
    return CallbackMeter::Clock::now() -
           std::chrono::round<CallbackMeter::Clock::duration>(std::chrono::duration<double>(since_s));
}

void JackStream::process(jack_nframes_t frames) noexcept {
    find_channels(input_, frames);
    find_channels(output_, frames);
    const std::size_t stride = spec_.channels;
    const auto cycle_began = cycle_time();
    for (std::size_t done = 0; done < frames;) {
        const std::size_t piece = std::min<std::size_t>(frames - done, kMaxBlockFrames);
        for (std::size_t channel = 0; channel < input_.channels.size(); ++channel) {
            const float* from = input_.channels[channel] + done;
            float* to = input_.interleaved.data() + channel;
            for (std::size_t frame = 0; frame < piece; ++frame) to[frame * stride] = from[frame];
        }
        meter_.run(ConstAudioBlock({input_.interleaved.data(), input_.ports.empty() ? 0 : piece * stride}, stride),
                   AudioBlock({output_.interleaved.data(), output_.ports.empty() ? 0 : piece * stride}, stride),
                   cycle_began);
        for (std::size_t channel = 0; channel < output_.channels.size(); ++channel) {
            const float* from = output_.interleaved.data() + channel;
            float* to = output_.channels[channel] + done;
            for (std::size_t frame = 0; frame < piece; ++frame) to[frame] = from[frame * stride];
        }
        done += piece;
    }
}

std::size_t JackStream::latency_frames() const noexcept {
    const bool plays = !output_.ports.empty();
    const Side& side = plays ? output_ : input_;
    jack_latency_range_t range{};
    jack_port_get_latency_range(side.ports.front(), plays ? JackPlaybackLatency : JackCaptureLatency, &range);
    return range.max;
}

}  // namespace attacca::device
