// What a player shows: what moves, everything else, and what happened.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "attacca/analysis/level_meter.h"
#include "attacca/media/decoder.h"
#include "attacca/media/tags.h"
#include "attacca/player/signal_settings.h"
#include "attacca/player/track_sequence.h"
#include "attacca/rt/latency_histogram.h"

namespace attacca::player {

enum class PlayState { playing, paused, ended };

/// What moves: copied without an allocation, for every frame of a screen.
struct PlayerMoment {
    PlayState state = PlayState::paused;
    std::size_t track = 0;
    std::size_t track_count = 0;
    double position_s = 0.0;
    std::optional<double> duration_s;
    analysis::Levels levels;
    float limiter_reduction_db = 0.0F;   ///< Strongest since the last moment or status.
    std::uint64_t clipped_readings = 0;  ///< Stretches of 1024 frames with samples beyond full scale.
    std::uint64_t device_xruns = 0;      ///< Blocks that the device played without us.
    std::uint64_t underruns = 0;         ///< Times that the decoder did not keep up.
    std::uint64_t callbacks = 0;
    std::uint64_t details = 0;  ///< Changes when the rest of a status has changed: read it then.
};

/// All that there is to show.
struct PlayerStatus : PlayerMoment {
    std::string source;
    media::StreamInfo info;
    media::Tags tags;
    std::string device_id;  ///< Empty while none is open.
    std::string device_name;
    std::string scheduling;    ///< Of the callback's thread, in words.
    double sample_rate = 0.0;  ///< Of the device's stream.
    std::size_t channels = 0;
    std::size_t block_frames = 0;
    std::size_t latency_frames = 0;  ///< From decoder's ring to the sound leaving the device.
    bool resampling = false;
    bool bit_perfect = false;                ///< Nothing between file and device changes a sample.
    std::uint64_t equalizer_recoveries = 0;  ///< Blocks after which NaN or infinity was cleared out of the filters.
    Switch equalizer_bypass = Switch::off;
    SignalSettings signal;
    Repeat repeat = Repeat::off;
    rt::LatencyHistogram::Snapshot callback_intervals;
    rt::LatencyHistogram::Snapshot callback_durations;
    std::optional<std::chrono::steady_clock::time_point> first_sound;
};

/// Something a person should read.
struct PlayerEvent {
    enum class Kind {
        track_started,          ///< Its title or source.
        track_skipped,          ///< What could not be read, and why.
        track_damaged,          ///< What was played with damage in it, and where.
        seek_refused,           ///< Why the track cannot be sought in; it goes on.
        device_lost,            ///< Why.
        device_changed,         ///< What it plays on now.
        device_refused,         ///< Why the device or block that was asked for cannot be had; the one before stays.
        paused_without_device,  ///< Why none could be opened; `play` tries again.
        ended,
    };
    Kind kind;
    std::string text;
};

}  // namespace attacca::player
