// The device of a player: opened for a list, followed when it changes, found again when it is gone.
#include <algorithm>
#include <utility>

#include "player/player_worker.h"

namespace attacca::player {
namespace {

constexpr std::size_t kDefaultBlockFrames = 1024;
constexpr std::size_t kMinOutputChannels = 2;

}  // namespace

Wish Player::State::wish_of(const TrackSequence& tracks) const {
    return {.device = device,
            .sample_rate = spec.sample_rate > 0.0 ? spec.sample_rate : tracks.sample_rate(),
            .channels = std::max(kMinOutputChannels, tracks.channels()),
            .block_frames = spec.block_frames};
}

Result<Player::State::Opened> Player::State::open_session(const Wish& wish) {
    const std::uint64_t number = ++sessions_opened;
    SignalSettings signal;
    {
        const std::lock_guard lock(mutex);
        signal = spec.signal;
    }
    auto made = Session::open({.device = wish.device,
                               .sample_rate = wish.sample_rate,
                               .channels = wish.channels,
                               .block_frames = wish.block_frames == 0 ? kDefaultBlockFrames : wish.block_frames},
                              signal, [this, number](device::StreamEvent event, const std::string& detail) {
                                  post([this, number, event, detail] {
                                      if (number != session_number) return;
                                      event == device::StreamEvent::lost ? device_lost(detail) : follow_default(detail);
                                  });
                              });
    if (!made) return fail(made.error());
    return Opened{.session = std::move(*made), .wish = wish, .number = number};
}

// Opens the list at this place and a device for it.
Status Player::State::open_at(Place place, const std::string& on_device) {
    auto tracks = open_sequence(place);
    if (!tracks) return fail(tracks.error());
    Wish wish = wish_of(**tracks);
    wish.device = on_device;
    auto made = open_session(wish);
    if (!made) return fail(made.error());
    install(std::move(*tracks), std::move(*made));
    return {};
}

// Begins with the list, where there is one, on the device; what was heard until now fades out on its own.
void Player::State::install(std::unique_ptr<TrackSequence> tracks, Opened opened) {
    sequence = std::move(tracks);
    if (sequence) {
        sequence->set_output({.sample_rate = opened.session->sample_rate(), .channels = opened.session->channels()});
    }
    all_written = false;
    drained_since.reset();
    quiet_since.reset();
    device = opened.wish.device;
    asked = std::move(opened.wish);
    session_number = opened.number;
    if (session) {
        session->transport().pause();
        fading_since = std::chrono::steady_clock::now();
    }
    {
        const std::lock_guard lock(mutex);
        fading = std::exchange(session, std::move(opened.session));
        // Settings may have been set since the session was made.
        const SignalPlan& nodes = session->nodes();
        nodes.equalizer->set(spec.signal.equalizer);
        nodes.gain->set_gain_db(spec.signal.gain_db);
        nodes.limiter->set_mode(spec.signal.limiter == Switch::on ? dsp::Limiter::Mode::on : dsp::Limiter::Mode::off);
        if (bypass == Switch::on) nodes.equalizer->set_bypass(dsp::Equalizer::Bypass::on);
        if (sequence) replace_marks();
        ++details;
    }
    if (play_state != PlayState::playing) return;
    session->transport().play();
    if (auto started = session->start(); !started) device_lost(started.error().detail);
}

// For a player that begins paused.
void Player::State::open_first() {
    if (spec.tracks.empty()) return;
    if (enter_list(parked_at) && !session && !device.empty()) (void)reopen_device();
}

// Opens a stream where there is one already. Some devices bear one only: the old one then makes room, and comes back
// when the other cannot be had.
Result<Player::State::Opened> Player::State::open_in_place(const Wish& wish) {
    auto made = open_session(wish);
    if (made || wish.device != asked.device) return made;
    std::unique_ptr<Session> old;
    {
        const std::lock_guard lock(mutex);
        parked_at = heard_place();
        old = std::move(session);
    }
    old.reset();
    made = open_session(wish);
    if (made) return made;
    if (open_at(parked_at, asked.device)) return made;
    if (play_state == PlayState::playing) {
        pause();
        wait_for_device();
    }
    return made;
}

void Player::State::change_device(const std::string& wanted, std::size_t block_frames) {
    if (wanted == device && block_frames == spec.block_frames && session) return;
    Wish wish = asked;
    wish.device = wanted;
    wish.block_frames = block_frames;
    if (!session) {
        device = wanted;
        spec.block_frames = block_frames;
        const bool waited = std::exchange(wants_device, false);
        if (sequence && enter_list(parked_at) && session && waited) resume();
        return;
    }
    auto made = open_in_place(wish);
    if (!made) return tell(PlayerEvent::Kind::device_refused, made.error().detail);
    std::unique_ptr<TrackSequence> tracks;
    if (sequence) {
        auto opened = open_sequence(play_state == PlayState::ended ? Place{} : heard_place());
        if (!opened) return tell(PlayerEvent::Kind::device_refused, opened.error().detail);
        tracks = std::move(*opened);
    }
    spec.block_frames = block_frames;
    install(std::move(tracks), std::move(*made));
    tell(PlayerEvent::Kind::device_changed, "playing on " + session->device().name);
}

// Another device is the default one: a stream that was not opened by name plays there now.
void Player::State::follow_default(const std::string& id) {
    if (!session || !(asked.device.empty() || asked.device == session->device().backend)) return;
    device::DeviceInfo now{.id = id, .name = id, .backend = session->device().backend};
    for (auto& info : device::list_devices()) {
        if (info.id == id) now = std::move(info);
    }
    const std::string name = now.name;
    {
        const std::lock_guard lock(mutex);
        session->moved_to(std::move(now));
    }
    tell(PlayerEvent::Kind::device_changed, "playing on " + name);
}

// Goes on at the default device, or stays paused where it was.
void Player::State::device_lost(const std::string& detail) {
    if (!session) return;
    const bool was_null = session->device().backend == "null";
    const bool was_playing = play_state == PlayState::playing;
    std::unique_ptr<Session> lost;
    {
        const std::lock_guard lock(mutex);
        parked_at = heard_place();
        lost = std::move(session);
        play_state = PlayState::paused;
    }
    lost.reset();
    tell(PlayerEvent::Kind::device_lost, detail);
    if (was_null) return;
    if (reopen_device()) return was_playing ? resume() : void();
    if (was_playing) wait_for_device();
}

// Opens the default device at the parked place; the null device is no place for a listener's music.
bool Player::State::reopen_device() {
    if (!open_at(parked_at, "")) return false;
    if (session->device().backend == "null") {
        const std::lock_guard lock(mutex);
        session.reset();
        return false;
    }
    wants_device = false;
    tell(PlayerEvent::Kind::device_changed, "playing on " + session->device().name);
    return true;
}

void Player::State::wait_for_device() {
    if (std::exchange(wants_device, true)) return;
    tell(PlayerEvent::Kind::paused_without_device, "no other sound device answers; paused until one does");
}

}  // namespace attacca::player
