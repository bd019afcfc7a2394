// What a Player does on its own thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "attacca/player/player.h"
#include "attacca/player/track_sequence.h"
#include "player/session.h"

namespace attacca::player {

/// A place in the list.
struct Place {
    std::size_t track = 0;
    double position_s = 0.0;
};

/// What is asked of a device.
struct Wish {
    std::string device;
    double sample_rate = 0.0;
    std::size_t channels = 0;
    std::size_t block_frames = 0;

    friend bool operator==(const Wish&, const Wish&) = default;
};

/// Something to be done by the worker.
struct Request {
    std::function<void()> work;
    bool seeks = false;  ///< Within the track that is heard: one that follows takes its place.
};

// The worker thread decodes, follows the device and carries out requests. What control threads see too is
// guarded by `mutex`; decoding, seeking and opening devices happen outside it.
//
// player_worker.cpp is the thread itself, player_list.cpp the tracks, player_device.cpp the device.
struct Player::State {
    PlayerSpec spec;  // `tracks`, `signal` and `repeat` as last set: guarded, `tracks` replaced by the worker only.

    std::mutex mutex;
    std::condition_variable wake_worker;
    std::condition_variable wake_control;
    std::deque<Request> requests;
    bool quit = false;

    // Guarded by `mutex`; only the worker replaces the session.
    std::unique_ptr<Session> session;  // Null while there is no device, or nothing to play.
    std::deque<Mark> marks;            // The one that is heard first, then those to come.
    std::vector<PlayerEvent> events;
    PlayState play_state = PlayState::paused;
    Switch bypass = Switch::off;
    Place parked_at;            // Heard next, while there is no session.
    std::uint64_t details = 0;  // Counts what a status says anew, but for what moves.

    // The worker's own.
    std::unique_ptr<TrackSequence> sequence;  // Null while no track is open.
    std::string device;                       // As asked for; empty once playing went on at the default one.
    Wish asked;                               // For the session at hand.
    std::uint64_t sessions_opened = 0;
    std::uint64_t session_number = 0;  // Tells what its device reports from what one before it did.
    std::vector<float> chunk;
    bool all_written = false;
    std::optional<std::chrono::steady_clock::time_point> drained_since;
    std::optional<std::chrono::steady_clock::time_point> quiet_since;
    std::optional<std::size_t> announced_track;
    std::uint64_t announced_frame = 0;
    bool wants_device = false;  // Playing goes on as soon as one answers.
    std::size_t latency_seen = 0;
    std::string scheduling_seen;
    std::unique_ptr<Session> fading;  // Replaced by another session, until its last block has faded out.
    std::chrono::steady_clock::time_point fading_since;

    std::stop_source closing;  // Ends what the worker waits for in a pipe or the network.
    std::thread worker;

    ~State();

    // The thread.
    void run();
    void post(std::function<void()> work);
    void post_seek(std::function<void()> work);
    void work();
    void fill();
    void follow_marks();
    void announce();
    void watch_device();
    void settle();
    void settle_end();
    std::chrono::milliseconds idle_time();
    void tell(PlayerEvent::Kind kind, std::string text);
    void resume();
    void pause();
    void end_now();

    // The list.
    Result<std::unique_ptr<TrackSequence>> open_sequence(Place from);
    bool enter_list(Place from);
    void leave_list();
    void go_to(Place place);
    void go_by(int tracks);
    void play_track(std::size_t track);
    void set_tracks(std::vector<media::Track> tracks);
    void keep_current(std::vector<media::Track> tracks, std::size_t current);
    void set_repeat(Repeat repeat);
    void restart_here();
    void replace_marks();
    void measure(PlayerMoment& moment);
    [[nodiscard]] Place heard_place() const;
    [[nodiscard]] std::size_t heard_track() const { return heard_place().track; }
    [[nodiscard]] double heard_position_s() const { return heard_place().position_s; }

    // The device.
    struct Opened {
        std::unique_ptr<Session> session;
        Wish wish;
        std::uint64_t number = 0;
    };
    void open_first();
    [[nodiscard]] Wish wish_of(const TrackSequence& tracks) const;
    Result<Opened> open_session(const Wish& wish);
    Status open_at(Place place, const std::string& on_device);
    void install(std::unique_ptr<TrackSequence> tracks, Opened opened);
    void change_device(const std::string& wanted, std::size_t block_frames);
    Result<Opened> open_in_place(const Wish& wish);
    bool reopen_device();
    void wait_for_device();
    void follow_default(const std::string& id);
    void device_lost(const std::string& detail);
};

}  // namespace attacca::player
