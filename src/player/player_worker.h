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
#include <utility>
#include <vector>

#include "attacca/player/player.h"
#include "attacca/player/track_sequence.h"
#include "player/session.h"

namespace attacca::player {

// The worker thread decodes, follows the device and carries out requests. What control threads see too is
// guarded by `mutex`; decoding, seeking and opening devices happen outside it.
struct Player::State {
    PlayerSpec spec;  // `signal` and `repeat` as last set: guarded.

    std::mutex mutex;
    std::condition_variable wake_worker;
    std::condition_variable wake_control;
    std::deque<std::function<void()>> requests;
    bool quit = false;

    // Guarded by `mutex`; only the worker replaces the session.
    std::unique_ptr<Session> session;
    std::deque<Mark> marks;  // The one that is heard first, then those to come.
    std::vector<PlayerEvent> events;
    PlayState play_state = PlayState::paused;
    Switch bypass = Switch::off;

    // The worker's own.
    std::unique_ptr<TrackSequence> sequence;
    std::vector<float> chunk;
    bool all_written = false;
    std::optional<std::chrono::steady_clock::time_point> drained_since;
    std::optional<std::size_t> announced_track;
    std::uint64_t announced_frame = 0;
    std::pair<std::size_t, double> parked_at{0, 0.0};  // Track and seconds, while there is no device.
    bool wants_device = false;                         // Playing goes on as soon as one answers.

    std::stop_source closing;  // Ends what the worker waits for in a pipe or the network.
    std::thread worker;

    ~State();
    Status open_at(std::size_t track, double position_s, const std::string& device);
    void run();
    void post(std::function<void()> request);
    void work();
    void fill();
    void follow_marks();
    void replace_marks();
    void announce();
    void settle();
    std::chrono::milliseconds idle_time();
    void tell(PlayerEvent::Kind kind, std::string text);

    void resume();
    void pause();
    void go_to(std::size_t track, double position_s);
    void go_by(int tracks);
    void end_now();
    void restart_here();
    bool reopen_device();
    void wait_for_device();
    void device_lost(const std::string& detail);
    [[nodiscard]] double heard_position_s() const;
    [[nodiscard]] std::size_t heard_track() const { return marks.empty() ? 0 : marks.front().track; }
};

}  // namespace attacca::player
