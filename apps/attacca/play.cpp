// attacca play
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "attacca/media/playlist.h"
#include "attacca/player/player.h"
#include "attacca/rt/memory_lock.h"
#include "attacca/rt/realtime_scope.h"
#include "option_values.h"
#include "play_session.h"
#include "signal_options.h"
#include "stop_signal.h"
#include "subcommand.h"

namespace attacca::app {
namespace {

struct PlayOptions {
    std::vector<std::string> sources;
    SignalOptions signal;
    player::Repeat repeat = player::Repeat::off;
    std::string device;
    std::size_t block_frames = 0;
    double sample_rate = 0.0;
    std::optional<player::Position> start;
    bool shuffle = false;
    bool statistics = false;
    bool quiet = false;
    bool json = false;
};

constexpr const char* kHelp = R"(Keys, in a terminal:
  space pause            left, right  seek 5 s     up, down  volume 1 dB
  n, p  next, previous   l  loop                   e  equalizer on, bypassed
  , .   slower, faster   h  these keys             q  quit

A file given to --eq is read again whenever it changes: edit it while you listen.
Tracks that cannot be read are named, and the rest plays; the status is 1 only when nothing could be played.

Examples:
  attacca play album/ --replaygain album
  attacca play song.flac --eq rock --limiter on
  attacca play list.m3u8 --loop --shuffle
  attacca play --eq list)";

player::PlayerSpec player_spec(const PlayOptions& options, std::vector<media::Track> tracks,
                               const player::SignalSettings& signal, const StopSignal& stop) {
    return {.tracks = std::move(tracks),
            .signal = signal,
            .repeat = options.repeat,
            .device = options.device,
            .block_frames = options.block_frames,
            .sample_rate = options.sample_rate,
            .start_s = options.start ? options.start->seconds : 0.0,
            .stop = stop.token()};
}

PlayVoice voice(const PlayOptions& options) {
    if (options.json) return PlayVoice::json;
    return options.quiet ? PlayVoice::quiet : PlayVoice::normal;
}

ExitStatus play(const PlayOptions& options) {
    if (presets_asked_for(options.signal)) {
        print_presets();
        return ExitStatus::done;
    }
    if (options.sources.empty()) throw UsageError("nothing to play: name files, folders or playlists");
    if (options.start && options.start->frames) throw UsageError("--start: play begins at a time, not at a frame");
    auto signal = signal_settings(options.signal);
    if (!signal) return fail_with(signal.error());

    auto list = media::list_tracks(options.sources);
    for (const auto& problem : list.problems) fail_with(problem);
    if (list.tracks.empty()) return fail_with({ErrorCode::not_found, "there is nothing to play"});
    if (options.shuffle) std::shuffle(list.tracks.begin(), list.tracks.end(), std::mt19937(std::random_device{}()));

    if (options.statistics || options.json) rt::set_realtime_trap(rt::RealtimeTrapAction::count_only);
    (void)rt::lock_process_memory();  // Where that is not allowed, it plays all the same: doctor says so.
    const StopSignal stop;
    auto player = player::Player::start(player_spec(options, std::move(list.tracks), *signal, stop));
    if (!player) return stop.requested() ? ExitStatus::done : fail_with(player.error());
    return PlaySession(**player,
                       {.voice = voice(options),
                        .statistics = options.statistics,
                        .equalizer = options.signal.equalizer,
                        .device_named = !options.device.empty(),
                        .listed_problems = list.problems.size()},
                       stop)
        .run();
}

}  // namespace

Subcommand add_play(CLI::App& program) {
    auto options = std::make_shared<PlayOptions>();
    auto& app = *program.add_subcommand("play", "Play files, folders, playlists and URLs, without gaps");
    app.footer(kHelp);
    app.add_option("FILE", options->sources, "What to play; - is standard input");
    add_signal_options(app, options->signal);
    add_choice<player::Repeat>(
        app, "--loop", options->repeat,
        {{"off", player::Repeat::off}, {"all", player::Repeat::all}, {"one", player::Repeat::one}},
        "Play the list, or each track, again and again; all when nothing is said");
    app.add_flag("--shuffle", options->shuffle, "In random order");
    add_position(app, "--start", options->start, "Begin this far into the first track");
    add_device(app, options->device);
    add_buffer(app, options->block_frames);
    add_rate(app, options->sample_rate, "Ask the device for this rate (default: the first track's)");
    app.add_flag("--stats", options->statistics, "At the end, print what the callback measured");
    app.add_flag("--quiet", options->quiet, "Print problems only");
    app.add_flag("--json", options->json, "Print events and the figures at the end as JSON lines");
    return {&app, [options] { return play(*options); }};
}

}  // namespace attacca::app
