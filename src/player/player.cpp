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
    const std::stop_callback forward(state->spec.stop, [&closing = state->closing] { closing.request_stop(); });
    if (auto opened = state->open_at(0, state->spec.start_s, state->spec.device); !opened) return fail(opened.error());
    state->resume();
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
    state_->post([&state = *state_, position_s] {
        double wanted = std::max(0.0, position_s);
        if (!state.marks.empty() && state.marks.front().duration_s) {
            wanted = std::min(wanted, *state.marks.front().duration_s);
        }
        state.go_to(state.heard_track(), wanted);
    });
}

void Player::next() {
    state_->post([&state = *state_] { state.go_by(1); });
}

void Player::previous() {
    state_->post([&state = *state_] {
        state.go_by(state.heard_position_s() > kPreviousRestartsAfter_s || state.play_state == PlayState::ended ? 0 : -1);
    });
}

void Player::set_equalizer(const dsp::EqualizerSettings& settings) {
    const std::lock_guard lock(state_->mutex);
    state_->spec.signal.equalizer = settings;
    if (state_->session) state_->session->nodes().equalizer->set(settings);
}

void Player::set_equalizer_bypass(Switch bypass) {
    const std::lock_guard lock(state_->mutex);
    state_->bypass = bypass;
    if (!state_->session) return;
    state_->session->nodes().equalizer->set_bypass(bypass == Switch::on ? dsp::Equalizer::Bypass::on
                                                                        : dsp::Equalizer::Bypass::off);
}

void Player::set_gain_db(double gain_db) {
    const std::lock_guard lock(state_->mutex);
    state_->spec.signal.gain_db = gain_db;
    if (state_->session) state_->session->nodes().gain->set_gain_db(gain_db);
}

void Player::set_limiter(Switch limiter) {
    const std::lock_guard lock(state_->mutex);
    state_->spec.signal.limiter = limiter;
    if (!state_->session) return;
    state_->session->nodes().limiter->set_mode(limiter == Switch::on ? dsp::Limiter::Mode::on
                                                                     : dsp::Limiter::Mode::off);
}

void Player::set_replaygain(ReplayGainMode mode) {
    state_->post([&state = *state_, mode] {
        {
            const std::lock_guard lock(state.mutex);
            state.spec.signal.replaygain = mode;
        }
        state.sequence->set_replaygain(mode);
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
        }
        state.sequence->set_speed(wanted, pitch);
        state.restart_here();
    });
}

void Player::set_repeat(Repeat repeat) {
    state_->post([&state = *state_, repeat] {
        {
            const std::lock_guard lock(state.mutex);
            state.spec.repeat = repeat;
        }
        state.sequence->set_repeat(repeat);
    });
}

PlayerStatus Player::status() {
    const std::lock_guard lock(state_->mutex);
    PlayerStatus status;
    status.state = state_->play_state;
    status.track_count = state_->spec.tracks.size();
    status.equalizer_bypass = state_->bypass;
    status.signal = state_->spec.signal;
    status.repeat = state_->spec.repeat;
    status.position_s = state_->heard_position_s();
    if (!state_->marks.empty()) {
        const Mark& mark = state_->marks.front();
        status.track = mark.track;
        status.source = state_->spec.tracks[mark.track].source;
        status.info = mark.info;
        status.tags = mark.tags;
        status.duration_s = mark.duration_s;
        if (mark.duration_s) status.position_s = std::min(status.position_s, *mark.duration_s);
        status.bit_perfect = mark.exact && changes_nothing(state_->spec.signal);
    }
    if (state_->session) {
        state_->session->measure(status);
        status.resampling = status.sample_rate != status.info.sample_rate;
    }
    return status;
}

std::vector<PlayerEvent> Player::take_events() {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->events, {});
}

void Player::wait(std::chrono::milliseconds at_most) {
    std::unique_lock lock(state_->mutex);
    state_->wake_control.wait_for(lock, at_most, [this] {
        return !state_->events.empty() || state_->play_state == PlayState::ended;
    });
}

}  // namespace attacca::player
