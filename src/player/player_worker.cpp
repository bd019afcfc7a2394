#include "player/player_worker.h"

#include <algorithm>
#include <utility>

namespace attacca::player {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kReadFrames = 2048;
constexpr auto kDeviceRetry = 1000ms;
constexpr auto kFadeTime = 200ms;   // A replaced device that brings no more callbacks is not waited for longer.
constexpr auto kQuietTime = 500ms;  // What filters and limiter hold has left by then, and most short pauses are over.
constexpr double kTail_s = 0.1;     // How long a filter may ring on after the last frame.

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

void Player::State::post(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex);
        requests.push_back({.work = std::move(work)});
    }
    wake_worker.notify_one();
}

// A hand that drags asks faster than some files can be sought in.
void Player::State::post_seek(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex);
        if (!requests.empty() && requests.back().seeks) requests.pop_back();
        requests.push_back({.work = std::move(work), .seeks = true});
    }
    wake_worker.notify_one();
}

void Player::State::tell(PlayerEvent::Kind kind, std::string text) {
    {
        const std::lock_guard lock(mutex);
        events.push_back({.kind = kind, .text = std::move(text)});
        ++details;
    }
    wake_control.notify_all();
}

void Player::State::run() {
    for (;;) {
        std::deque<Request> now;
        {
            std::unique_lock lock(mutex);
            if (!quit && requests.empty()) {
                const auto pause = idle_time();
                wake_worker.wait_for(lock, pause, [this] { return quit || !requests.empty(); });
            }
            if (quit) return;
            now.swap(requests);
        }
        for (const auto& request : now) request.work();
        work();
    }
}

void Player::State::work() {
    if (!session && wants_device && reopen_device()) resume();
    if (session && sequence && play_state == PlayState::playing) fill();
    follow_marks();
    watch_device();
    settle();
}

// Decodes until the ring is full or the list has ended.
void Player::State::fill() {
    session->drop_skipped();
    engine::Transport& transport = session->transport();
    chunk.resize(kReadFrames * session->channels());
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
    if (!sequence) return;
    for (auto& problem : sequence->take_problems()) tell(PlayerEvent::Kind::track_skipped, std::move(problem.detail));
    for (auto& damage : sequence->take_damage()) tell(PlayerEvent::Kind::track_damaged, std::move(damage.detail));
    {
        const std::lock_guard lock(mutex);
        for (auto& mark : sequence->take_marks()) marks.push_back(std::move(mark));
    }
    announce();
    const std::uint64_t heard = session ? session->heard_frames() : 0;
    while (marks.size() > 1 && marks[1].output_frame <= heard) {
        {
            const std::lock_guard lock(mutex);
            marks.pop_front();
            ++details;
        }
        announce();  // However short it was.
    }
}

// A track is announced when its first frame is heard, or when it is gone to; not when it is sought in.
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

// What a device tells only once it runs.
void Player::State::watch_device() {
    if (!session || !session->running()) return;
    const std::size_t latency = session->latency_frames();
    std::string scheduling = session->stream().scheduling();
    if (latency == latency_seen && scheduling == scheduling_seen) return;
    latency_seen = latency;
    scheduling_seen = std::move(scheduling);
    const std::lock_guard lock(mutex);
    ++details;
}

// Stops devices once nothing more is to be heard from them.
void Player::State::settle() {
    if (fading && (fading->transport().silent() || Clock::now() - fading_since > kFadeTime)) fading.reset();
    if (!session || !session->running()) return;
    settle_end();
    if (play_state == PlayState::playing || !session->transport().silent()) {
        quiet_since.reset();
        return;
    }
    if (!quiet_since) quiet_since = Clock::now();
    if (Clock::now() - *quiet_since >= kQuietTime) session->stop();
}

void Player::State::settle_end() {
    if (play_state != PlayState::playing || !all_written || !session->transport().ended()) {
        drained_since.reset();
        return;
    }
    // What has left the ring is still on its way through plan and device.
    if (!drained_since) drained_since = Clock::now();
    const double way_s = kTail_s + static_cast<double>(session->latency_frames()) / session->sample_rate();
    if (Clock::now() - *drained_since >= whole_ms(way_s)) end_now();
}

// How long the worker may sleep: half of what the ring holds, and up to an end. Requires the lock.
std::chrono::milliseconds Player::State::idle_time() {
    if (fading) return 5ms;
    if (wants_device) return kDeviceRetry;
    if (!session || !session->running()) return 10s;
    if (play_state != PlayState::playing) return quiet_since ? kQuietTime / 4 : 5ms;
    const engine::Transport& transport = session->transport();
    if (transport.skipping()) return 2ms;
    const double ahead_s = static_cast<double>(transport.written() - transport.consumed()) / session->sample_rate();
    if (all_written) return std::clamp(whole_ms(ahead_s), 5ms, 200ms);
    return std::clamp(whole_ms(ahead_s / 2.0), 1ms, 400ms);
}

void Player::State::resume() {
    if (play_state == PlayState::playing || spec.tracks.empty()) return;
    if (!sequence && !enter_list(parked_at)) return;
    if (!session) {
        if (!reopen_device()) return wait_for_device();
    } else if (play_state == PlayState::ended) {
        go_to({});
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

void Player::State::end_now() {
    if (session) session->transport().pause();
    {
        const std::lock_guard lock(mutex);
        play_state = PlayState::ended;
    }
    tell(PlayerEvent::Kind::ended, "the list has ended");
}

}  // namespace attacca::player
