#include "attacca/player/player.h"

#include <algorithm>
#include <utility>

#include "player/player_worker.h"

namespace attacca::player {
namespace {

constexpr double kPreviousRestartsAfter_s = 3.0;
constexpr double kMinSpeed = 0.25;
constexpr double kMaxSpeed = 4.0;

}  // namespace

Player::Player(std::unique_ptr<State> state) : state_(std::move(state)) {}
Player::~Player() = default;

Result<std::unique_ptr<Player>> Player::start(PlayerSpec spec) {
    if (spec.signal.speed < kMinSpeed || spec.signal.speed > kMaxSpeed) {
        return fail(ErrorCode::invalid_argument, "the speed must lie between 0.25 and 4");
    }
    auto state = std::make_unique<State>();
    state->spec = std::move(spec);
    state->device = state->spec.device;
    state->parked_at = {state->spec.first_track, state->spec.start_s};
    const std::stop_callback forward(state->spec.stop, [&closing = state->closing] { closing.request_stop(); });
    if (state->spec.begin == Begin::paused) {
        state->requests.push_back({.work = [&opening = *state] { opening.open_first(); }});
    } else {
        if (auto opened = state->open_at(state->parked_at, state->device); !opened) return fail(opened.error());
        state->resume();
    }
    state->worker = std::thread([&running = *state] { running.run(); });
    return std::unique_ptr<Player>(new Player(std::move(state)));
}

void Player::play() {
    state_->post([&state = *state_] { state.resume(); });
}

void Player::pause() {
    state_->post([&state = *state_] { state.pause(); });
}

void Player::toggle() {
    state_->post([&state = *state_] { state.play_state == PlayState::playing ? state.pause() : state.resume(); });
}

void Player::seek(double position_s) {
    state_->post_seek([&state = *state_, position_s] {
        double wanted = std::max(0.0, position_s);
        if (!state.marks.empty() && state.marks.front().duration_s) {
            wanted = std::min(wanted, *state.marks.front().duration_s);
        }
        state.go_to({.track = state.heard_track(), .position_s = wanted});
    });
}

void Player::next() {
    state_->post([&state = *state_] { state.go_by(1); });
}

void Player::previous() {
    state_->post([&state = *state_] {
        state.go_by(state.heard_position_s() > kPreviousRestartsAfter_s || state.play_state == PlayState::ended ? 0
                                                                                                                : -1);
    });
}

void Player::play_track(std::size_t track) {
    state_->post([&state = *state_, track] { state.play_track(track); });
}

void Player::set_tracks(std::vector<media::Track> tracks) {
    state_->post([&state = *state_, tracks = std::move(tracks)] { state.set_tracks(tracks); });
}

void Player::set_equalizer(const dsp::EqualizerSettings& settings) {
    const std::lock_guard lock(state_->mutex);
    state_->spec.signal.equalizer = settings;
    ++state_->details;
    if (state_->session) state_->session->nodes().equalizer->set(settings);
}

void Player::set_equalizer_bypass(Switch bypass) {
    const std::lock_guard lock(state_->mutex);
    state_->bypass = bypass;
    ++state_->details;
    if (!state_->session) return;
    state_->session->nodes().equalizer->set_bypass(bypass == Switch::on ? dsp::Equalizer::Bypass::on
                                                                        : dsp::Equalizer::Bypass::off);
}

void Player::set_gain_db(double gain_db) {
    const std::lock_guard lock(state_->mutex);
    state_->spec.signal.gain_db = gain_db;
    ++state_->details;
    if (state_->session) state_->session->nodes().gain->set_gain_db(gain_db);
}

void Player::set_limiter(Switch limiter) {
    const std::lock_guard lock(state_->mutex);
    state_->spec.signal.limiter = limiter;
    ++state_->details;
    if (!state_->session) return;
    state_->session->nodes().limiter->set_mode(limiter == Switch::on ? dsp::Limiter::Mode::on
                                                                     : dsp::Limiter::Mode::off);
}

void Player::set_replaygain(ReplayGainMode mode) {
    state_->post([&state = *state_, mode] {
        {
            const std::lock_guard lock(state.mutex);
            state.spec.signal.replaygain = mode;
            ++state.details;
        }
        if (state.sequence) state.sequence->set_replaygain(mode);
        state.restart_here();
    });
}

void Player::set_speed(double speed, dsp::PitchMode pitch) {
    const double wanted = std::clamp(speed, kMinSpeed, kMaxSpeed);
    state_->post([&state = *state_, wanted, pitch] {
        {
            const std::lock_guard lock(state.mutex);
            state.spec.signal.speed = wanted;
            state.spec.signal.pitch = pitch;
            ++state.details;
        }
        if (state.sequence) state.sequence->set_speed(wanted, pitch);
        state.restart_here();
    });
}

void Player::set_repeat(Repeat repeat) {
    state_->post([&state = *state_, repeat] { state.set_repeat(repeat); });
}

void Player::set_device(const std::string& device) {
    state_->post([&state = *state_, device] { state.change_device(device, state.spec.block_frames); });
}

void Player::set_block_frames(std::size_t block_frames) {
    state_->post([&state = *state_, block_frames] { state.change_device(state.device, block_frames); });
}

PlayerMoment Player::moment() {
    const std::lock_guard lock(state_->mutex);
    PlayerMoment moment;
    state_->measure(moment);
    return moment;
}

PlayerStatus Player::status() {
    const std::lock_guard lock(state_->mutex);
    PlayerStatus status;
    state_->measure(status);
    status.equalizer_bypass = state_->bypass;
    status.signal = state_->spec.signal;
    status.repeat = state_->spec.repeat;
    if (status.track < status.track_count) status.source = state_->spec.tracks[status.track].source;
    if (!state_->marks.empty()) {
        const Mark& mark = state_->marks.front();
        status.info = mark.info;
        status.tags = mark.tags;
        status.bit_perfect = mark.exact && changes_nothing(state_->spec.signal);
    }
    if (state_->session) {
        state_->session->describe(status);
        status.resampling = !state_->marks.empty() && status.sample_rate != status.info.sample_rate;
    }
    return status;
}

std::size_t Player::take_sound(AudioBlock block) {
    const std::lock_guard lock(state_->mutex);
    return state_->session ? state_->session->take_sound(block) : 0;
}

std::vector<PlayerEvent> Player::take_events() {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->events, {});
}

void Player::wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock(state_->mutex);
    state_->wake_control.wait_for(lock, at_most,
                                  [this] { return !state_->events.empty() || state_->play_state == PlayState::ended; });
}

}  // namespace attacca::player
