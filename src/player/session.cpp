#include "player/session.h"

#include <algorithm>
#include <utility>

#include "attacca/kernels/level.h"

namespace attacca::player {
namespace {

constexpr std::size_t kTapReadFrames = 1024;
constexpr double kRecent_s = 1.0 / 3.0;

}  // namespace

Result<std::unique_ptr<Session>> Session::open(const device::StreamSpec& spec, const SignalSettings& settings,
                                               device::StreamListener listener) {
    std::unique_ptr<Session> session(new Session());
    auto stream = device::open_stream(spec, *session, std::move(listener));
    if (!stream) return fail(stream.error());
    const double sample_rate = (*stream)->spec().sample_rate;
    const std::size_t channels = (*stream)->spec().channels;

    auto signal = live_plan(settings, sample_rate, channels);
    if (!signal) return fail(signal.error());
    session->signal_ = *std::move(signal);
    session->plan_latency_frames_ = session->signal_.plan->latency_frames();
    engine::EngineSpec engine_spec{.transport = {.sample_rate = sample_rate, .channels = channels},
                                   .max_block_frames = (*stream)->max_block_frames()};
    session->engine_ = std::make_unique<engine::Engine>(engine_spec, std::move(session->signal_.plan));
    session->meter_ = std::make_unique<analysis::LevelMeter>(
        analysis::LevelMeterSpec{.sample_rate = sample_rate, .channels = channels});
    session->tapped_.resize(kTapReadFrames * channels);
    session->recent_.emplace(static_cast<std::size_t>(sample_rate * kRecent_s), channels);
    session->device_ = (*stream)->device();
    session->stream_ = std::move(*stream);
    return session;
}

Session::~Session() { stop(); }

void Session::process(ConstAudioBlock, AudioBlock output) noexcept { engine_->process(output); }

Status Session::start() {
    if (running_) return {};
    if (auto started = stream_->start(); !started) return started;
    running_ = true;
    return {};
}

void Session::stop() noexcept {
    if (running_) stream_->stop();
    running_ = false;
}

std::size_t Session::latency_frames() const noexcept { return plan_latency_frames_ + stream_->latency_frames(); }

std::uint64_t Session::heard_frames() const noexcept {
    const std::uint64_t consumed = transport().consumed();
    return consumed - std::min<std::uint64_t>(consumed, latency_frames());
}

void Session::drop_skipped() noexcept {
    if (!running_) transport().drop_skipped();
}

void Session::read_tap() {
    // A tap that ran over holds what was heard long ago.
    const std::uint64_t dropped = signal_.tap->dropped_frames();
    if (std::exchange(dropped_seen_, dropped) != dropped)
        signal_.tap->frames().discard(signal_.tap->frames().capacity());
    for (;;) {
        const std::size_t frames = signal_.tap->frames().read(tapped_);
        if (frames == 0) break;
        const ConstAudioBlock block(std::span(std::as_const(tapped_)).first(frames * channels()), channels());
        meter_->process(block);
        recent_->append(block);
        if (kernels::peak(block.data(), block.samples().size()) > 1.0F) ++clipped_readings_;
    }
}

std::size_t Session::take_sound(AudioBlock block) {
    read_tap();
    return recent_->take(block);
}

void Session::measure(PlayerMoment& moment) {
    read_tap();
    moment.levels = meter_->levels();
    moment.clipped_readings = clipped_readings_;
    moment.limiter_reduction_db = signal_.limiter->take_reduction_db();
    moment.device_xruns = stream_->xruns();
    moment.underruns = transport().underruns();
    moment.callbacks = stream_->callbacks();
}

void Session::describe(PlayerStatus& status) {
    status.equalizer_recoveries = signal_.equalizer->recoveries();
    status.device_id = device_.id;
    status.device_name = device_.name;
    if (running_) scheduling_ = stream_->scheduling();
    status.scheduling = scheduling_;
    status.sample_rate = sample_rate();
    status.channels = channels();
    status.block_frames = stream_->spec().block_frames;
    status.latency_frames = latency_frames();
    status.callback_intervals = stream_->intervals();
    status.callback_durations = stream_->durations();
    if (const auto first = engine_->first_sound(); first.time_since_epoch().count() != 0) status.first_sound = first;
}

}  // namespace attacca::player
