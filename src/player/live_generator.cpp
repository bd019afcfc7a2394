#include "attacca/player/live_generator.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include "attacca/device/device.h"
#include "attacca/kernels/gain.h"
#include "attacca/rt/command_queue.h"
#include "attacca/rt/frame_ring.h"

namespace attacca::player {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kDefaultBlockFrames = 1024;
constexpr std::size_t kStreamChannels = 2;
constexpr std::size_t kMostFrames = 1024;  // Of one step of the callback.
constexpr std::size_t kWaitingSignals = 64;
constexpr double kCrossfade_s = 0.010;
constexpr double kWholeDay_s = 86400.0;
constexpr double kSweepFade_ms = 5.0;
constexpr double kRing_s = 0.5;
constexpr auto kLongestFadeOut = 300ms;
constexpr auto kLook = 2ms;

bool sweeps(dsp::SignalKind kind) {
    return kind == dsp::SignalKind::linear_sweep || kind == dsp::SignalKind::log_sweep;
}

}  // namespace

// Signals are made by the control thread, cross to the callback, and come back to be destroyed.
struct LiveGenerator::State final : device::AudioCallback {
    using Signal = std::unique_ptr<dsp::SignalGenerator>;

    rt::CommandQueue<dsp::SignalGenerator*> arriving{kWaitingSignals};
    rt::CommandQueue<dsp::SignalGenerator*> retired{2 * kWaitingSignals};
    std::unique_ptr<rt::FrameRing> heard;
    std::atomic<bool> ending{false};
    std::atomic<bool> silent{false};

    dsp::SignalGenerator* current = nullptr;  // [audio] from the first callback on, as all below.
    dsp::SignalGenerator* next = nullptr;
    std::vector<float> other;  // The next signal's frames.
    std::size_t crossfade_frames = 0;
    std::size_t crossfaded = 0;
    float gain = 0.0F;
    float gain_step = 0.0F;  // Of one frame.

    mutable std::mutex mutex;
    std::optional<Error> lost;
    std::unique_ptr<device::Stream> stream;

    ~State() override;
    [[nodiscard]] Result<Signal> make(dsp::SignalSpec spec) const;
    void sweep_up();

    void process(ConstAudioBlock input, AudioBlock output) noexcept override;
    void step(AudioBlock output) noexcept;
    void cross(AudioBlock output) noexcept;
    void fade(AudioBlock output) noexcept;
};

LiveGenerator::State::~State() {
    ending.store(true, std::memory_order_relaxed);
    const auto limit = std::chrono::steady_clock::now() + kLongestFadeOut;
    while (stream && !silent.load(std::memory_order_relaxed) && std::chrono::steady_clock::now() < limit) {
        std::this_thread::sleep_for(kLook);
    }
    if (stream) stream->stop();
    dsp::SignalGenerator* waiting = nullptr;
    while (arriving.pop(waiting)) Signal{waiting}.reset();
    sweep_up();
    Signal{current}.reset();
    Signal{next}.reset();
}

Result<LiveGenerator::State::Signal> LiveGenerator::State::make(dsp::SignalSpec spec) const {
    spec.sample_rate = stream->spec().sample_rate;
    spec.channels = stream->spec().channels;
    spec.impulse_repeat = dsp::ImpulseRepeat::at_frequency;
    if (sweeps(spec.kind)) {
        spec.fade_ms = std::min(kSweepFade_ms, 500.0 * spec.duration_s);
    } else {
        spec.duration_s = kWholeDay_s;
    }
    auto made = dsp::SignalGenerator::create(spec);
    if (!made) return fail(made.error());
    return std::make_unique<dsp::SignalGenerator>(*std::move(made));
}

void LiveGenerator::State::sweep_up() {
    dsp::SignalGenerator* done = nullptr;
    while (retired.pop(done)) Signal{done}.reset();
}

void LiveGenerator::State::process(ConstAudioBlock, AudioBlock output) noexcept {
    for (std::size_t done = 0; done < output.frames();) {
        const std::size_t frames = std::min(kMostFrames, output.frames() - done);
        step(output.subblock(done, frames));
        done += frames;
    }
    (void)heard->write(output.samples());  // Nobody looks: nothing is lost.
}

/// A signal that ends begins anew.
void fill(dsp::SignalGenerator& signal, AudioBlock block) noexcept {
    for (std::size_t done = 0; done < block.frames();) {
        const std::size_t made = signal.process(block.subblock(done, block.frames() - done));
        if (made == 0) signal.reset();
        done += made;
    }
}

/// Of several signals that wait, only the newest is heard.
void LiveGenerator::State::step(AudioBlock output) noexcept {
    fill(*current, output);
    if (!next) {
        dsp::SignalGenerator* newer = nullptr;
        while (arriving.pop(newer)) {
            if (next) (void)retired.push(std::move(next));
            next = newer;
        }
        crossfaded = 0;
    }
    if (next) cross(output);
    fade(output);
}

void LiveGenerator::State::cross(AudioBlock output) noexcept {
    const std::size_t channels = output.channels();
    const AudioBlock newer{std::span<float>(other).first(output.frames() * channels), channels};
    fill(*next, newer);
    const std::size_t frames = std::min(output.frames(), crossfade_frames - crossfaded);
    const auto whole = static_cast<float>(crossfade_frames);
    kernels::crossfade(
        output.data(), newer.data(), output.data(), frames, channels,
        {.from = static_cast<float>(crossfaded) / whole, .to = static_cast<float>(crossfaded + frames) / whole});
    crossfaded += frames;
    if (crossfaded < crossfade_frames) return;
    const auto rest = newer.subblock(frames, newer.frames() - frames);
    std::ranges::copy(rest.samples(), output.subblock(frames, output.frames() - frames).data());
    (void)retired.push(std::move(current));
    current = std::exchange(next, nullptr);
}

void LiveGenerator::State::fade(AudioBlock output) noexcept {
    const bool ends = ending.load(std::memory_order_relaxed);
    const float reach = gain_step * static_cast<float>(output.frames());
    const float to = std::clamp(ends ? gain - reach : gain + reach, 0.0F, 1.0F);
    if (gain != 1.0F || to != 1.0F) {
        kernels::apply_gain_ramp(output.data(), output.frames(), output.channels(), {.from = gain, .to = to});
    }
    if (ends && gain == 0.0F) silent.store(true, std::memory_order_relaxed);
    gain = to;
}

LiveGenerator::LiveGenerator(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveGenerator::~LiveGenerator() = default;

Result<std::unique_ptr<LiveGenerator>> LiveGenerator::start(const LiveGeneratorSpec& spec) {
    auto state = std::make_unique<State>();
    State& running = *state;
    auto stream = device::open_stream({.device = spec.device,
                                       .direction = device::Direction::output,
                                       .sample_rate = spec.signal.sample_rate,
                                       .channels = kStreamChannels,
                                       .block_frames = spec.block_frames == 0 ? kDefaultBlockFrames : spec.block_frames,
                                       .client_name = "attacca generator"},
                                      running, [&running](device::StreamEvent event, const std::string& detail) {
                                          if (event != device::StreamEvent::lost) return;
                                          const std::lock_guard lock(running.mutex);
                                          running.lost = Error{ErrorCode::device_lost, detail};
                                          running.silent.store(true, std::memory_order_relaxed);
                                      });
    if (!stream) return fail(stream.error());
    running.stream = std::move(*stream);
    const auto& given = running.stream->spec();
    auto signal = running.make(spec.signal);
    if (!signal) {
        running.silent.store(true, std::memory_order_relaxed);
        return fail(signal.error());
    }
    running.current = signal->release();
    running.other.resize(kMostFrames * given.channels);
    running.crossfade_frames = static_cast<std::size_t>(kCrossfade_s * given.sample_rate);
    running.gain_step = 1.0F / static_cast<float>(running.crossfade_frames);
    running.heard =
        std::make_unique<rt::FrameRing>(static_cast<std::size_t>(kRing_s * given.sample_rate), given.channels);
    if (auto started = running.stream->start(); !started) {
        running.silent.store(true, std::memory_order_relaxed);
        return fail(started.error());
    }
    return std::unique_ptr<LiveGenerator>(new LiveGenerator(std::move(state)));
}

Status LiveGenerator::set_signal(dsp::SignalSpec signal) {
    state_->sweep_up();
    auto made = state_->make(std::move(signal));
    if (!made) return fail(made.error());
    if (!state_->arriving.push(made->get())) {
        return fail(ErrorCode::busy, "the device asks for no sound; the signal stays as it was");
    }
    (void)made->release();
    return {};
}

std::size_t LiveGenerator::take_sound(AudioBlock block) { return state_->heard->read(block.samples()); }

double LiveGenerator::sample_rate() const noexcept { return state_->stream->spec().sample_rate; }
std::size_t LiveGenerator::channels() const noexcept { return state_->stream->spec().channels; }
const std::string& LiveGenerator::device_name() const noexcept { return state_->stream->device().name; }

std::optional<Error> LiveGenerator::failure() const {
    const std::lock_guard lock(state_->mutex);
    return state_->lost;
}

}  // namespace attacca::player
