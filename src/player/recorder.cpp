#include "attacca/player/recorder.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <condition_variable>
#include <filesystem>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "attacca/device/device.h"
#include "attacca/media/encoder.h"
#include "attacca/rt/frame_ring.h"
#include "player/monitor.h"
#include "player/recent_sound.h"

namespace attacca::player {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kDefaultBlockFrames = 1024;
constexpr std::size_t kReadFrames = 4096;
constexpr double kRing_s = 4.0;  // How long a disk may stall.
constexpr double kRecent_s = 1.0 / 3.0;
constexpr auto kWritePause = 50ms;
constexpr double kSyncEvery_s = 0.5;

// "take.wav" is the first, "take-2.wav" the second.
std::string take_path(const std::string& output, unsigned take) {
    if (take == 1) return output;
    const std::filesystem::path path(output);
    const std::string name = path.stem().string() + "-" + std::to_string(take) + path.extension().string();
    return (path.parent_path() / name).string();
}

}  // namespace

/// What a control thread asks the writer for: a take in this file, or none.
struct TakeRequest {
    std::string output;  ///< Empty: to end the one that goes on.
};

// The callback fills the ring; the writer thread empties it into the file. What control threads see is
// guarded by `mutex`; the encoder is the writer's alone.
struct Recorder::State final : device::AudioCallback {
    RecorderSpec spec;
    std::unique_ptr<rt::FrameRing> ring;
    std::atomic<std::uint64_t> lost_frames{0};
    std::atomic<bool> accepting{true};

    std::mutex mutex;
    std::condition_variable wake_writer;
    std::condition_variable wake_control;
    RecorderStatus shown;
    bool paused = false;
    bool stopping = false;
    std::optional<TakeRequest> request;
    std::optional<Error> device_failure;

    std::unique_ptr<media::Encoder> encoder;  // None while armed, and at the end.
    bool settled = false;
    std::unique_ptr<analysis::LevelMeter> meter;
    std::optional<RecentSound> recent;  // Guarded by `mutex`.
    std::vector<float> samples;
    std::uint64_t take_frames = 0;
    std::uint64_t frames_left = std::numeric_limits<std::uint64_t>::max();
    double synced_s = 0.0;

    std::unique_ptr<Monitor>
        monitor;  // The callback feeds it from the first block on; it has an output only while heard.
    std::unique_ptr<device::Stream> stream;
    std::thread writer;

    ~State() override { (void)halt(); }

    void process(ConstAudioBlock input, AudioBlock) noexcept override {
        monitor->hear(input);
        if (!accepting.load(std::memory_order_relaxed)) return;
        const std::size_t frames = ring->write(input.samples());
        if (frames < input.frames()) {
            lost_frames.store(lost_frames.load(std::memory_order_relaxed) + input.frames() - frames,
                              std::memory_order_relaxed);
        }
    }

    Status open_take(const std::string& path);
    Status halt();
    void run();
    void drain();
    Status write(ConstAudioBlock block);
    void ask(TakeRequest wanted);
    void change_take(const TakeRequest& wanted);
    Status complete_take();
    void end(std::optional<Error> failure);
    void settle(std::optional<Error> failure);
    void show();
    [[nodiscard]] double seconds(std::uint64_t frames) const {
        return static_cast<double>(frames) / stream->spec().sample_rate;
    }
};

Status Recorder::State::open_take(const std::string& path) {
    auto opened =
        media::Encoder::open(path, {.sample_rate = static_cast<std::uint32_t>(std::lround(stream->spec().sample_rate)),
                                    .channels = stream->spec().channels,
                                    .format = spec.format,
                                    .placement = media::Placement::in_place});
    if (!opened) return fail(opened.error());
    encoder = std::move(*opened);
    take_frames = 0;
    synced_s = 0.0;
    const std::lock_guard lock(mutex);
    shown.state = paused ? RecordState::paused : RecordState::recording;
    ++shown.take;
    shown.output = path;
    shown.recorded_s = 0.0;
    shown.bytes = 0;
    return {};
}

// Stops device and writer; what is in the ring is still written.
Status Recorder::State::halt() {
    if (stream) stream->stop();
    if (monitor) monitor->close();
    {
        const std::lock_guard lock(mutex);
        stopping = true;
    }
    wake_writer.notify_one();
    if (writer.joinable()) writer.join();
    return shown.failure ? Status(fail(*shown.failure)) : Status();
}

void Recorder::State::run() {
    for (bool last = false; !last && !settled;) {
        std::optional<Error> lost;
        std::optional<TakeRequest> wanted;
        {
            std::unique_lock lock(mutex);
            wake_writer.wait_for(lock, kWritePause, [this] { return stopping || request || device_failure; });
            last = stopping;
            wanted = std::exchange(request, std::nullopt);
            lost = device_failure;
        }
        drain();
        if (!settled && wanted) change_take(*wanted);
        if (!settled && lost) end(lost);
    }
    if (!settled) end(std::nullopt);
}

void Recorder::State::drain() {
    const std::size_t channels = stream->spec().channels;
    while (!settled) {
        const std::size_t frames = ring->read(samples);
        if (frames == 0) break;
        const ConstAudioBlock block(std::span(std::as_const(samples)).first(frames * channels), channels);
        meter->process(block);
        bool skip = false;
        {
            const std::lock_guard lock(mutex);
            recent->append(block);
            skip = paused || !encoder;
        }
        if (skip) continue;
        if (auto written = write(block); !written) end(written.error());
    }
    show();
}

Status Recorder::State::write(ConstAudioBlock block) {
    const auto frames = static_cast<std::size_t>(std::min<std::uint64_t>(block.frames(), frames_left));
    if (auto written = encoder->write(block.subblock(0, frames).samples()); !written) return written;
    take_frames += frames;
    frames_left -= frames;
    if (seconds(take_frames) - synced_s >= kSyncEvery_s) {
        synced_s = seconds(take_frames);
        if (auto synced = encoder->sync(); !synced) return synced;
    }
    if (frames_left == 0) end(std::nullopt);
    return {};
}

void Recorder::State::ask(TakeRequest wanted) {
    {
        const std::lock_guard lock(mutex);
        request = std::move(wanted);
    }
    wake_writer.notify_one();
}

void Recorder::State::change_take(const TakeRequest& wanted) {
    if (encoder) {
        if (auto completed = complete_take(); !completed) return settle(completed.error());
    }
    if (wanted.output.empty()) {
        const std::lock_guard lock(mutex);
        shown.state = RecordState::armed;
        return;
    }
    if (auto opened = open_take(wanted.output); !opened) settle(opened.error());
}

Status Recorder::State::complete_take() {
    const auto finished = encoder->finish();
    encoder.reset();
    show();
    const std::lock_guard lock(mutex);
    shown.takes.push_back({.output = shown.output, .recorded_s = shown.recorded_s, .bytes = shown.bytes});
    return finished;
}

// Completes the file, where there is one. A failure of the disk or the device leaves what was written before it.
void Recorder::State::end(std::optional<Error> failure) {
    if (encoder) {
        if (failure) take_frames = encoder->frames_written();  // What came after it is not in the file.
        const auto completed = complete_take();
        if (!failure && !completed) failure = completed.error();
        if (failure) {
            char seconds_kept[32];
            std::snprintf(seconds_kept, sizeof seconds_kept, "%.2f s", seconds(take_frames));
            failure->detail += "; " + shown.output + " keeps the " + seconds_kept + " recorded until then";
        }
    }
    show();
    settle(std::move(failure));
}

void Recorder::State::settle(std::optional<Error> failure) {
    encoder.reset();
    settled = true;
    accepting.store(false, std::memory_order_relaxed);
    {
        const std::lock_guard lock(mutex);
        shown.state = failure ? RecordState::failed : RecordState::finished;
        shown.failure = std::move(failure);
    }
    wake_control.notify_all();
}

void Recorder::State::show() {
    std::error_code ignored;
    const auto bytes = std::filesystem::file_size(shown.output, ignored);
    const std::lock_guard lock(mutex);
    shown.recorded_s = seconds(take_frames);
    shown.bytes = ignored ? 0 : bytes;
    shown.levels = meter->levels();
}

Recorder::Recorder(std::unique_ptr<State> state) : state_(std::move(state)) {}
Recorder::~Recorder() = default;

Result<std::unique_ptr<Recorder>> Recorder::start(const RecorderSpec& spec) {
    auto state = std::make_unique<State>();
    State& running = *state;
    running.spec = spec;
    auto stream =
        device::open_stream({.device = spec.device,
                             .direction = device::Direction::input,
                             .sample_rate = spec.sample_rate,
                             .channels = spec.channels,
                             .block_frames = spec.block_frames == 0 ? kDefaultBlockFrames : spec.block_frames},
                            running, [&running](device::StreamEvent event, const std::string& detail) {
                                if (event != device::StreamEvent::lost) return;
                                {
                                    const std::lock_guard lock(running.mutex);
                                    running.device_failure = Error{ErrorCode::device_lost, detail};
                                }
                                running.wake_writer.notify_one();
                            });
    if (!stream) return fail(stream.error());
    running.stream = std::move(*stream);
    const device::StreamSpec& given = running.stream->spec();
    running.ring = std::make_unique<rt::FrameRing>(
        static_cast<std::size_t>(std::min(given.sample_rate * kRing_s, 1048576.0)), given.channels);
    running.meter = std::make_unique<analysis::LevelMeter>(
        analysis::LevelMeterSpec{.sample_rate = given.sample_rate, .channels = given.channels});
    running.samples.resize(kReadFrames * given.channels);
    running.recent.emplace(static_cast<std::size_t>(given.sample_rate * kRecent_s), given.channels);
    running.monitor = std::make_unique<Monitor>(given.sample_rate, given.channels);
    running.shown.device_name = running.stream->device().name;
    running.shown.sample_rate = given.sample_rate;
    running.shown.channels = given.channels;
    if (spec.duration_s) {
        running.frames_left = static_cast<std::uint64_t>(std::llround(*spec.duration_s * given.sample_rate));
    }
    if (spec.begin == RecordBegin::armed) {
        running.shown.state = RecordState::armed;
    } else if (auto opened = running.open_take(spec.output); !opened) {
        return fail(opened.error());
    }
    running.writer = std::thread([&running] { running.run(); });
    if (auto started = running.stream->start(); !started) return fail(started.error());
    return std::unique_ptr<Recorder>(new Recorder(std::move(state)));
}

void Recorder::pause() {
    const std::lock_guard lock(state_->mutex);
    state_->paused = true;
    if (state_->shown.state == RecordState::recording) state_->shown.state = RecordState::paused;
}

void Recorder::resume() {
    const std::lock_guard lock(state_->mutex);
    state_->paused = false;
    if (state_->shown.state == RecordState::paused) state_->shown.state = RecordState::recording;
}

void Recorder::record(const std::string& output) {
    resume();
    state_->ask({.output = output});
}

void Recorder::next_take() {
    unsigned next = 0;
    {
        const std::lock_guard lock(state_->mutex);
        next = state_->shown.take + 1;
    }
    state_->ask({.output = take_path(state_->spec.output, next)});
}

void Recorder::end_take() { state_->ask({}); }

Status Recorder::stop() { return state_->halt(); }

Status Recorder::monitor(const MonitorSpec& spec) { return state_->monitor->open(spec); }

void Recorder::set_monitor_gain_db(double gain_db) { state_->monitor->set_gain_db(gain_db); }

void Recorder::stop_monitoring() { state_->monitor->close(); }

RecorderStatus Recorder::status() {
    const std::lock_guard lock(state_->mutex);
    RecorderStatus status = state_->shown;
    status.lost_frames = state_->lost_frames.load(std::memory_order_relaxed);
    status.xruns = state_->stream->xruns();
    return status;
}

std::size_t Recorder::take_sound(AudioBlock block) {
    const std::lock_guard lock(state_->mutex);
    return state_->recent->take(block);
}

void Recorder::wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock(state_->mutex);
    state_->wake_control.wait_for(lock, at_most, [this] {
        return state_->shown.state == RecordState::finished || state_->shown.state == RecordState::failed;
    });
}

}  // namespace attacca::player
