// Plays a list of tracks on a device: what every front end drives.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "attacca/analysis/level_meter.h"
#include "attacca/base/result.h"
#include "attacca/media/playlist.h"
#include "attacca/media/tags.h"
#include "attacca/player/signal_settings.h"
#include "attacca/player/track_sequence.h"
#include "attacca/rt/latency_histogram.h"

namespace attacca::player {

struct PlayerSpec {
    std::vector<media::Track> tracks;
    SignalSettings signal;
    Repeat repeat = Repeat::off;
    std::string device;                ///< As device::StreamSpec's; empty follows the default device.
    std::size_t block_frames = 0;      ///< 0: 1024.
    double sample_rate = 0.0;          ///< 0: the first track's, as far as the device has it.
    double start_s = 0.0;              ///< Into the first track.
    std::stop_token stop;              ///< Ends waiting for a pipe or the network while `start` opens the first track.
};

enum class PlayState { playing, paused, ended };

/// What a screen shows.
struct PlayerStatus {
    PlayState state = PlayState::paused;
    std::size_t track = 0;
    std::size_t track_count = 0;
    std::string source;
    media::StreamInfo info;
    media::Tags tags;
    double position_s = 0.0;
    std::optional<double> duration_s;
    std::string device_id;
    std::string device_name;
    std::string scheduling;            ///< Of the callback's thread, in words.
    double sample_rate = 0.0;          ///< Of the device's stream.
    std::size_t channels = 0;
    std::size_t block_frames = 0;
    std::size_t latency_frames = 0;    ///< From decoder's ring to the sound leaving the device.
    bool resampling = false;
    bool bit_perfect = false;          ///< Nothing between file and device changes a sample.
    std::uint64_t device_xruns = 0;    ///< Blocks that the device played without us.
    std::uint64_t underruns = 0;       ///< Times that the decoder did not keep up.
    std::uint64_t clipped_readings = 0;  ///< Stretches of 1024 frames with samples beyond full scale.
    float limiter_reduction_db = 0.0F; ///< Strongest since the last status.
    std::uint64_t equalizer_recoveries = 0;  ///< Blocks after which NaN or infinity was cleared out of the filters.
    Switch equalizer_bypass = Switch::off;
    SignalSettings signal;
    Repeat repeat = Repeat::off;
    analysis::Levels levels;
    rt::LatencyHistogram::Snapshot callback_intervals;
    rt::LatencyHistogram::Snapshot callback_durations;
    std::uint64_t callbacks = 0;
    std::optional<std::chrono::steady_clock::time_point> first_sound;
};

/// Something a person should read.
struct PlayerEvent {
    enum class Kind {
        track_started,          ///< Its title or source.
        track_skipped,          ///< What could not be read, and why.
        track_damaged,          ///< What was played with damage in it, and where.
        device_lost,            ///< Why.
        device_changed,         ///< What it plays on now.
        paused_without_device,  ///< Why none could be opened; `play` tries again.
        ended,
    };
    Kind kind;
    std::string text;
};

/// Owns the decoder thread, the engine and the stream.
///
/// Threads    Every member may be called from any one control thread at a time; none blocks on audio.
/// Failure    An unreadable track is skipped with an event. A device that vanishes: playing goes on at the new
///            default device, or pauses at the position until a device answers again.
class Player {
public:
    /// Opens the first track and the device, and begins to play.
    /// Failure: no track can be read, or the named device does not exist.
    [[nodiscard]] static Result<std::unique_ptr<Player>> start(PlayerSpec spec);
    ~Player();

    void play();
    void pause();
    void toggle();
    /// Position in the current track; clamped to it.
    void seek(double position_s);
    void next();
    void previous();  ///< The track's beginning; within its first three seconds, the track before.

    /// Heard within a block or two, without a click.
    void set_equalizer(const dsp::EqualizerSettings& settings);
    void set_equalizer_bypass(Switch bypass);
    void set_gain_db(double gain_db);
    void set_limiter(Switch limiter);
    /// Heard after the ring is filled anew from the current position.
    void set_replaygain(ReplayGainMode mode);
    void set_speed(double speed, dsp::PitchMode pitch);
    void set_repeat(Repeat repeat);

    /// Reads the meters too: call it from 5 to 60 times a second.
    [[nodiscard]] PlayerStatus status();
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
