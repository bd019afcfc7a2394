#include "device/rtaudio/stream.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "device/backend.h"
#include "device/rtaudio/pace.h"

namespace attacca::device {
namespace {

constexpr std::chrono::milliseconds kWatchPeriod{250};
/// RtAudio 5.2 lets its exceptions out through its C interface when a server is gone; there is nothing to be done
/// about a device that does not stop properly because it is not there.
template <class Action>
void ignore_exceptions(Action action) noexcept {
    try {
        action();
    } catch (...) {
    }
}

}  // namespace

RtAudioStream::RtAudioStream(std::unique_ptr<RtAudioHandle> handle, AudioCallback& callback, StreamListener listener)
    : MeteredStream(callback, std::move(listener)), handle_(std::move(handle)) {}

RtAudioStream::~RtAudioStream() {
    stop();
    if (open_) ignore_exceptions([&] { handle_->library().close_stream(handle_->get()); });
}

Status RtAudioStream::prepare(const StreamSpec& spec, const DeviceInfo& device, unsigned index) {
    const auto& library = handle_->library();
    rtaudio_stream_parameters_t end{
        .device_id = index, .num_channels = static_cast<unsigned>(spec.channels), .first_channel = 0};
    rtaudio_stream_options_t options{};
    options.flags = RTAUDIO_FLAGS_MINIMIZE_LATENCY;
    options.num_buffers = 2;
    std::strncpy(options.name, spec.client_name.c_str(), sizeof options.name - 1);

    const auto run = [](void* output, void* input, unsigned frames, double, rtaudio_stream_status_t status,
                        void* self) {
        return static_cast<RtAudioStream*>(self)->process(static_cast<float*>(output), static_cast<float*>(input),
                                                          frames, status);
    };
    auto block = static_cast<unsigned>(spec.block_frames);
    // Without an error callback RtAudio prints; this one is not told which stream it is about.
    const int failed = library.open_stream(handle_->get(), has_output(spec.direction) ? &end : nullptr,
                                           has_input(spec.direction) ? &end : nullptr, RTAUDIO_FORMAT_FLOAT32,
                                           static_cast<unsigned>(spec.sample_rate + 0.5), &block, run, this, &options,
                                           [](rtaudio_error_t, const char*) {});
    if (failed != 0) {
        const char* reason = library.error(handle_->get());
        return fail(ErrorCode::busy,
                    "\"" + device.id + "\" does not open: " + (reason == nullptr ? "no reason given" : reason));
    }
    open_ = true;
    spec_ = spec;
    spec_.device = device.id;
    spec_.sample_rate = library.get_stream_sample_rate(handle_->get());
    spec_.block_frames = block;
    device_ = device;
    max_block_frames_ = block;
    return {};
}

Status RtAudioStream::start() {
    const auto& library = handle_->library();
    if (is_lost()) return fail(ErrorCode::device_lost, "the device \"" + device_.id + "\" is gone");
    if (watch_.joinable()) return {};
    meter_.expect_new_thread();
    frames_.store(0);
    running_.store(true, std::memory_order_release);
    if (library.start_stream(handle_->get()) != 0) {
        const char* reason = library.error(handle_->get());
        return fail(ErrorCode::no_device,
                    "\"" + device_.id + "\" does not start: " + (reason == nullptr ? "no reason given" : reason));
    }
    watch_ = std::jthread([this](const std::stop_token& stopping) { watch(stopping); });
    return {};
}

void RtAudioStream::stop() noexcept {
    if (!watch_.joinable()) return;
    watch_.request_stop();
    watch_.join();
    watch_ = {};
    running_.store(false);
    abort();
}

void RtAudioStream::abort() noexcept {
    const auto& library = handle_->library();
    ignore_exceptions([&] {
        if (library.is_stream_running(handle_->get()) != 0) library.abort_stream(handle_->get());
    });
}

int RtAudioStream::process(float* output, const float* input, unsigned frames,
                           rtaudio_stream_status_t status) noexcept {
    // RtAudio starts its thread's work without a barrier: what `start` wrote is seen through this.
    if (!running_.load(std::memory_order_acquire)) return 0;
    if (status != 0) meter_.count_xrun();
    const std::size_t samples = frames * spec_.channels;
    meter_.run(ConstAudioBlock({input, input == nullptr ? 0 : samples}, spec_.channels),
               AudioBlock({output, output == nullptr ? 0 : samples}, spec_.channels));
    frames_.fetch_add(frames, std::memory_order_relaxed);
    return 0;
}

void RtAudioStream::watch(const std::stop_token& stopping) {
    Pace pace(spec_.sample_rate, spec_.block_frames);
    std::mutex mutex;
    std::condition_variable_any alarm;
    std::unique_lock lock(mutex);
    while (!stopping.stop_requested() && !is_lost()) {
        const auto before = std::chrono::steady_clock::now();
        const std::uint64_t frames = frames_.load(std::memory_order_relaxed);
        alarm.wait_for(lock, stopping, kWatchPeriod, [] { return false; });
        if (stopping.stop_requested()) return;
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - before;
        const auto wrong = pace.judge(frames_.load(std::memory_order_relaxed) - frames, passed.count());
        if (!wrong) continue;
        abort();
        lose("\"" + device_.id + "\": " + *wrong);
    }
}

std::size_t RtAudioStream::latency_frames() const noexcept {
    const int frames = handle_->library().get_stream_latency(handle_->get());
    return frames > 0 ? static_cast<std::size_t>(frames) : spec_.block_frames;
}

}  // namespace attacca::device
