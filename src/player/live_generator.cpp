#include "attacca/player/live_generator.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

#include "attacca/device/device.h"
#include "attacca/engine/generator_node.h"
#include "attacca/engine/nodes.h"

namespace attacca::player {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kDefaultBlockFrames = 1024;
constexpr std::size_t kStreamChannels = 2;
constexpr double kTransition_ms = 10.0;
constexpr double kTap_s = 0.5;
constexpr auto kLongestFadeOut = 300ms;
constexpr auto kLook = 2ms;

}  // namespace

struct LiveGenerator::State final : device::AudioCallback {
    std::optional<engine::GeneratorNode> node;  // Both once the stream's rate is known.
    std::optional<engine::TapNode> tap;
    std::uint64_t dropped_seen = 0;
    std::atomic<bool> sounds{false};

    mutable std::mutex mutex;
    std::optional<Error> lost;
    std::unique_ptr<device::Stream> stream;

    ~State() override;
    void process(ConstAudioBlock input, AudioBlock output) noexcept override;
    [[nodiscard]] Status play(dsp::SignalSpec signal);
};

// Fades out, while the device still asks for blocks.
LiveGenerator::State::~State() {
    if (!stream) return;
    if (node) node->stop();
    const auto limit = std::chrono::steady_clock::now() + kLongestFadeOut;
    while (sounds.load(std::memory_order_relaxed) && !node->silent() && std::chrono::steady_clock::now() < limit) {
        std::this_thread::sleep_for(kLook);
    }
    stream->stop();
}

void LiveGenerator::State::process(ConstAudioBlock, AudioBlock output) noexcept {
    std::ranges::fill(output.samples(), 0.0F);
    node->process(output);
    tap->process(output);
}

Status LiveGenerator::State::play(dsp::SignalSpec signal) {
    signal.impulse_repeat = dsp::ImpulseRepeat::at_frequency;
    return node->play(std::move(signal));
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
                                          running.sounds.store(false, std::memory_order_relaxed);
                                      });
    if (!stream) return fail(stream.error());
    running.stream = std::move(*stream);
    const auto& given = running.stream->spec();
    running.node.emplace(engine::GeneratorNode::Spec{
        .sample_rate = given.sample_rate, .channels = given.channels, .transition_ms = kTransition_ms});
    running.tap.emplace(static_cast<std::size_t>(kTap_s * given.sample_rate), given.channels);
    if (auto playing = running.play(spec.signal); !playing) return fail(playing.error());
    if (auto started = running.stream->start(); !started) return fail(started.error());
    running.sounds.store(true, std::memory_order_relaxed);
    return std::unique_ptr<LiveGenerator>(new LiveGenerator(std::move(state)));
}

Status LiveGenerator::set_signal(dsp::SignalSpec signal) { return state_->play(std::move(signal)); }

std::size_t LiveGenerator::take_sound(AudioBlock block) {
    if (block.channels() != channels()) return 0;
    // A tap that ran over holds what was heard long ago.
    const std::uint64_t dropped = state_->tap->dropped_frames();
    if (std::exchange(state_->dropped_seen, dropped) != dropped) {
        state_->tap->frames().discard(state_->tap->frames().capacity());
    }
    return state_->tap->frames().read(block.samples());
}

double LiveGenerator::sample_rate() const noexcept { return state_->stream->spec().sample_rate; }
std::size_t LiveGenerator::channels() const noexcept { return state_->stream->spec().channels; }
const std::string& LiveGenerator::device_name() const noexcept { return state_->stream->device().name; }

std::optional<Error> LiveGenerator::failure() const {
    const std::lock_guard lock(state_->mutex);
    return state_->lost;
}

}  // namespace attacca::player
