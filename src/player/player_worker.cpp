#include "player/player_worker.h"

#include <algorithm>

namespace attacca::player {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kDefaultBlockFrames = 1024;
constexpr std::size_t kReadFrames = 2048;
constexpr std::size_t kMinOutputChannels = 2;
constexpr auto kDeviceRetry = 1000ms;
constexpr double kTail_s = 0.1;  // How long a filter may ring on after the last frame.

std::chrono::milliseconds whole_ms(double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000.0) + 1);
}

std::string describe(const Mark& mark, const media::Track& track) {
    if (mark.tags.title.empty()) return track.source;
    return mark.tags.artist.empty() ? mark.tags.title : mark.tags.artist + " - " + mark.tags.title;
}

}  // namespace

Player::State::~State() {
    {
        const std::lock_guard lock(mutex);
        quit = true;
    }
    closing.request_stop();
    wake_worker.notify_one();
    if (worker.joinable()) worker.join();
}

// Opens the list at this place and a device for it.
Status Player::State::open_at(std::size_t track, double position_s, const std::string& device) {
    SignalSettings signal;
    {
        const std::lock_guard lock(mutex);
        signal = spec.signal;
    }
    auto opened = TrackSequence::open(spec.tracks, {.replaygain = signal.replaygain,
                                                    .replaygain_preamp_db = signal.replaygain_preamp_db,
                                                    .speed = signal.speed,
                                                    .pitch = signal.pitch,
                                                    .repeat = spec.repeat,
                                                    .first_track = track,
                                                    .first_track_start_s = position_s,
                                                    .stop = closing.get_token()});
    if (!opened) return fail(opened.error());
    const double wanted_rate = spec.sample_rate > 0.0 ? spec.sample_rate : (*opened)->sample_rate();
    auto made = Session::open({.device = device,
                               .sample_rate = wanted_rate,
                               .channels = std::max(kMinOutputChannels, (*opened)->channels()),
                               .block_frames = spec.block_frames == 0 ? kDefaultBlockFrames : spec.block_frames},
                              signal, [this](device::StreamEvent event, const std::string& detail) {
                                  if (event == device::StreamEvent::lost) {
                                      post([this, detail] { device_lost(detail); });
                                  } else {
                                      tell(PlayerEvent::Kind::device_changed, "playing on " + detail);
                                  }
                              });
    if (!made) return fail(made.error());

    sequence = std::move(*opened);
    sequence->set_output((*made)->sample_rate(), (*made)->channels());
    chunk.resize(kReadFrames * (*made)->channels());
    all_written = false;
    const std::lock_guard lock(mutex);
    session = std::move(*made);
    if (bypass == Switch::on) session->nodes().equalizer->set_bypass(dsp::Equalizer::Bypass::on);
    replace_marks();
    return {};
}

void Player::State::post(std::function<void()> request) {
    {
        const std::lock_guard lock(mutex);
        requests.push_back(std::move(request));
    }
    wake_worker.notify_one();
}

void Player::State::tell(PlayerEvent::Kind kind, std::string text) {
    {
        const std::lock_guard lock(mutex);
        events.push_back({.kind = kind, .text = std::move(text)});
    }
    wake_control.notify_all();
}

void Player::State::run() {
    for (;;) {
        std::deque<std::function<void()>> now;
        {
            std::unique_lock lock(mutex);
            if (!quit && requests.empty()) {
                const auto pause = idle_time();
                wake_worker.wait_for(lock, pause, [this] { return quit || !requests.empty(); });
            }
            if (quit) return;
            now.swap(requests);
        }
        for (const auto& request : now) request();
        work();
    }
}

void Player::State::work() {
    if (!session && wants_device && reopen_device()) resume();
    if (!session) return;
    if (play_state == PlayState::playing) fill();
    follow_marks();
    announce();
    settle();
}

// Decodes until the ring is full or the list has ended.
void Player::State::fill() {
    engine::Transport& transport = session->transport();
    while (!all_written && transport.writable() >= kReadFrames) {
        const AudioBlock block(chunk, session->channels());
        const std::size_t frames = sequence->read(block);
        (void)transport.write(block.subblock(0, frames));  // It fits: no other thread writes.
        if (frames < block.frames()) {
            transport.set_end();
            all_written = true;
        }
    }
}

void Player::State::follow_marks() {
    for (auto& problem : sequence->take_problems()) tell(PlayerEvent::Kind::track_skipped, std::move(problem.detail));
    for (auto& damage : sequence->take_damage()) tell(PlayerEvent::Kind::track_damaged, std::move(damage.detail));
    const std::lock_guard lock(mutex);
    for (auto& mark : sequence->take_marks()) marks.push_back(std::move(mark));
    const std::uint64_t heard = session->heard_frames();
    while (marks.size() > 1 && marks[1].output_frame <= heard) marks.pop_front();
}

// Forgets what was to be heard before the sequence went elsewhere. Requires the lock.
void Player::State::replace_marks() {
    marks.clear();
    for (auto& mark : sequence->take_marks()) marks.push_back(std::move(mark));
}

// A track is announced when its first frame is heard, or when it is gone to.
void Player::State::announce() {
    if (marks.empty()) return;
    const Mark& mark = marks.front();
    const bool same_track = announced_track && *announced_track == mark.track;
    const bool repeated = same_track && mark.position_s == 0.0 && announced_frame != mark.output_frame;
    if (same_track && !repeated) return;
    announced_track = mark.track;
    announced_frame = mark.output_frame;
    tell(PlayerEvent::Kind::track_started, describe(mark, spec.tracks[mark.track]));
}

// Stops the device once nothing more is to be heard from it.
void Player::State::settle() {
    if (!session->running()) return;
    if (play_state == PlayState::paused && session->transport().silent()) session->stop();
    if (play_state != PlayState::playing || !all_written || !session->transport().ended()) {
        drained_since.reset();
        return;
    }
    // What has left the ring is still on its way through plan and device.
    if (!drained_since) drained_since = Clock::now();
    const double way_s = kTail_s + static_cast<double>(session->latency_frames()) / session->sample_rate();
    if (Clock::now() - *drained_since < whole_ms(way_s)) return;
    session->stop();
    {
        const std::lock_guard lock(mutex);
        play_state = PlayState::ended;
    }
    tell(PlayerEvent::Kind::ended, "the list has ended");
}

// How long the worker may sleep: half of what the ring holds, and up to an end. Requires the lock.
std::chrono::milliseconds Player::State::idle_time() {
    if (wants_device) return kDeviceRetry;
    if (!session || !session->running()) return 10s;
    if (play_state == PlayState::paused) return 5ms;
    const engine::Transport& transport = session->transport();
    const double ahead_s = static_cast<double>(transport.written() - transport.consumed()) / session->sample_rate();
    if (all_written) return std::clamp(whole_ms(ahead_s), 5ms, 200ms);
    return std::clamp(whole_ms(ahead_s / 2.0), 1ms, 400ms);
}

void Player::State::resume() {
    if (play_state == PlayState::playing) return;
    if (!session) {
        if (!reopen_device()) return wait_for_device();
    } else if (play_state == PlayState::ended) {
        go_to(0, 0.0);
    }
    session->transport().play();
    {
        const std::lock_guard lock(mutex);
        play_state = PlayState::playing;
    }
    if (auto started = session->start(); !started) device_lost(started.error().detail);
}

void Player::State::pause() {
    wants_device = false;
    if (play_state != PlayState::playing) return;
    if (session) session->transport().pause();
    const std::lock_guard lock(mutex);
    play_state = PlayState::paused;
}

void Player::State::go_to(std::size_t track, double position_s) {
    if (!session) {
        parked_at = {track, position_s};
        return;
    }
    if (auto sought = sequence->seek(track, position_s); !sought) {
        tell(PlayerEvent::Kind::track_skipped, sought.error().detail);
        return;
    }
    all_written = false;
    engine::Transport& transport = session->transport();
    transport.clear_end();
    transport.skip_to_newest();
    announced_track.reset();
    const std::lock_guard lock(mutex);
    replace_marks();
    if (play_state == PlayState::ended) play_state = PlayState::paused;
}

void Player::State::go_by(int tracks) {
    const auto count = static_cast<std::ptrdiff_t>(spec.tracks.size());
    std::ptrdiff_t track = static_cast<std::ptrdiff_t>(heard_track()) + tracks;
    if (spec.repeat == Repeat::all) track = (track + count) % count;
    if (track >= count) {
        end_now();
        return;
    }
    const bool was_ended = play_state == PlayState::ended;
    go_to(static_cast<std::size_t>(std::max<std::ptrdiff_t>(track, 0)), 0.0);
    if (was_ended) resume();
}

void Player::State::end_now() {
    if (session) {
        session->transport().pause();
        session->stop();
    }
    {
        const std::lock_guard lock(mutex);
        play_state = PlayState::ended;
    }
    tell(PlayerEvent::Kind::ended, "the list has ended");
}

// Takes up settings that the decoder side applies, from what is heard now.
void Player::State::restart_here() {
    if (play_state != PlayState::ended) go_to(heard_track(), heard_position_s());
}

// Goes on at the default device, or stays paused where it was.
void Player::State::device_lost(const std::string& detail) {
    if (!session) return;
    const bool was_null = session->stream().device().backend == "null";
    const bool was_playing = play_state == PlayState::playing;
    parked_at = {heard_track(), heard_position_s()};
    std::unique_ptr<Session> lost;
    {
        const std::lock_guard lock(mutex);
        lost = std::move(session);
        play_state = PlayState::paused;
    }
    lost.reset();
    tell(PlayerEvent::Kind::device_lost, detail);
    if (was_null) return;
    if (!reopen_device()) return was_playing ? wait_for_device() : void();
    if (was_playing) resume();
}

// Opens the default device at the parked place; the null device is no place for a listener's music.
bool Player::State::reopen_device() {
    if (!open_at(parked_at.first, parked_at.second, "")) return false;
    if (session->stream().device().backend == "null") {
        const std::lock_guard lock(mutex);
        session.reset();
        return false;
    }
    wants_device = false;
    tell(PlayerEvent::Kind::device_changed, "playing on " + session->stream().device().name);
    return true;
}

void Player::State::wait_for_device() {
    if (std::exchange(wants_device, true)) return;
    tell(PlayerEvent::Kind::paused_without_device, "no other sound device answers; paused until one does");
}

// Reads marks: by the worker, or under the lock.
double Player::State::heard_position_s() const {
    if (!session || marks.empty()) return parked_at.second;
    const Mark& mark = marks.front();
    const std::uint64_t heard = session->heard_frames();
    const std::uint64_t since = heard > mark.output_frame ? heard - mark.output_frame : 0;
    return mark.position_s + static_cast<double>(since) / session->sample_rate() * mark.speed;
}

}  // namespace attacca::player
