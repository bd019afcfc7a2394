// Plays a list of tracks on a device: what every front end drives.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/media/playlist.h"
#include "attacca/player/player_status.h"
#include "attacca/player/signal_settings.h"
#include "attacca/player/track_sequence.h"

namespace attacca::player {

/// What a new player does first.
enum class Begin { playing, paused };

struct PlayerSpec {
    std::vector<media::Track> tracks;
    SignalSettings signal;
    Repeat repeat = Repeat::off;
    std::string device;            ///< As device::StreamSpec's; empty follows the default device.
    std::size_t block_frames = 0;  ///< 0: 1024.
    double sample_rate = 0.0;      ///< 0: the first track's, as far as the device has it.
    std::size_t first_track = 0;
    double start_s = 0.0;  ///< Into the first track.
    Begin begin = Begin::playing;
    std::stop_token stop;  ///< Ends waiting for a pipe or the network while `start` opens the first track.
};

/// Owns the decoder thread, the engine and the stream.
///
/// Threads    Every member may be called from any one control thread at a time; none blocks on audio.
/// Real time  Paused or without tracks, half a second later, the device stands still and nothing runs; `play` lets it
///            go on within a block or two.
/// Failure    An unreadable track is skipped with an event. A device that vanishes: playing goes on at the new
///            default device, or pauses at the position until a device answers again.
class Player {
public:
    /// Opens the first track and the device, and begins to play.
    /// Failure: no track can be read, or the named device does not exist. Begun paused, tracks and device are opened
    /// on the player's own thread: what fails there comes as an event, and a list may be empty.
    [[nodiscard]] static Result<std::unique_ptr<Player>> start(PlayerSpec spec);
    ~Player();

    void play();
    void pause();
    void toggle();
    /// Position in the current track; clamped to it.
    void seek(double position_s);
    void next();
    void previous();  ///< The track's beginning; within its first three seconds, the track before.
    /// From its beginning; one that the list does not have changes nothing.
    void play_track(std::size_t track);

    /// Another list. The current track goes on undisturbed where the new list holds it, too (the nearest place counts),
    /// and is followed by what follows it there. Where it is gone, the next of the tracks behind it that is still there
    /// takes its place, else the first of the new list: playing goes on, paused stays paused.
    void set_tracks(std::vector<media::Track> tracks);

    /// Heard within a block or two, without a click.
    void set_equalizer(const dsp::EqualizerSettings& settings);
    void set_equalizer_bypass(Switch bypass);
    void set_gain_db(double gain_db);
    void set_limiter(Switch limiter);
    /// Heard after the ring is filled anew from the current position.
    void set_replaygain(ReplayGainMode mode);
    void set_speed(double speed, dsp::PitchMode pitch);
    void set_repeat(Repeat repeat);

    /// As the spec's. What plays is heard until the other device or block is there, and goes on where it was. One that
    /// cannot be had is an event, and nothing has changed.
    void set_device(const std::string& device);
    void set_block_frames(std::size_t block_frames);

    /// What moves, for a screen: read it up to 60 times a second, at least 5 times for unbroken levels.
    [[nodiscard]] PlayerMoment moment();
    /// Everything.
    [[nodiscard]] PlayerStatus status();
    /// What left the signal path since the last call, the oldest frame first; returns how many frames that is. Of more
    /// than the block holds, or a third of a second, the newest are given. With another number of channels than the
    /// status names, none.
    [[nodiscard]] std::size_t take_sound(AudioBlock block);
    /// Events since the last call.
    [[nodiscard]] std::vector<PlayerEvent> take_events();

    /// Waits until the list has ended, an event is there, or the time is over.
    void wait(std::chrono::milliseconds at_most);

private:
    struct State;
    explicit Player(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::player
