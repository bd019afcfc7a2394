// A running player and the person in front of it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "attacca/player/player.h"
#include "stop_signal.h"
#include "subcommand.h"
#include "terminal.h"
#include "watched_equalizer.h"

namespace attacca::app {

/// How much `play` says, and where.
enum class PlayVoice {
    normal,  ///< A live line on a terminal, else a line for each track.
    quiet,   ///< Problems only.
    json,    ///< Events as JSON lines.
};

struct PlaySessionSpec {
    PlayVoice voice = PlayVoice::normal;
    bool statistics = false;
    std::string equalizer;            ///< What `--eq` named: a file is read again whenever it changes.
    bool device_named = false;        ///< The null device needs no explanation.
    std::size_t listed_problems = 0;  ///< Tracks that were given up before the player began.
};

/// Runs until the list ends, the user quits or a signal asks for it.
class PlaySession {
public:
    PlaySession(player::Player& player, const PlaySessionSpec& spec, const StopSignal& stop);
    [[nodiscard]] ExitStatus run();

private:
    using Clock = std::chrono::steady_clock;

    void announce_device();
    void handle_keys(const std::vector<Key>& keys);
    void handle_character(char key);
    void change_gain(double by_db);
    void change_speed(double by);
    void cycle_repeat();
    void toggle_bypass();
    void notify(std::string notice);
    void handle_events();
    void handle_event(const player::PlayerEvent& event);
    void watch_clipping();
    void watch_equalizer();
    void draw();
    void say(std::FILE* stream, const std::string& text);
    void report();
    [[nodiscard]] std::chrono::milliseconds patience() const;

    player::Player& player_;
    PlaySessionSpec spec_;
    const StopSignal& stop_;
    Charset charset_ = terminal_charset();
    Keyboard keyboard_;
    LiveLine line_{stdout};
    WatchedEqualizer equalizer_;
    player::PlayerStatus status_;
    std::size_t skipped_ = 0;
    std::size_t damaged_ = 0;
    bool quit_ = false;
    double seek_s_ = 0.0;  ///< Asked for by the keys of one moment.
    std::string notice_;
    Clock::time_point notice_until_{};
    std::uint64_t clipped_seen_ = 0;
    Clock::time_point clip_until_{};
};

}  // namespace attacca::app
