#include "player_opening.h"

#include <utility>

#include "volume.h"

namespace attacca::studio {
namespace {

player::PlayerSpec spec_of(const StudioState& state) {
    player::PlayerSpec spec;
    spec.tracks = state.tracks;
    spec.first_track = state.track;
    spec.start_s = state.position_s;
    spec.begin = player::Begin::paused;
    spec.signal.equalizer = state.equalizer.settings[state.equalizer.heard];
    spec.signal.gain_db = volume_gain_db(state.volume);
    spec.signal.replaygain = state.replaygain;
    spec.signal.limiter = state.limiter;
    spec.signal.speed = state.speed;
    spec.repeat = state.repeat;
    spec.device = state.device.toStdString();
    spec.block_frames = state.block_frames;
    return spec;
}

OpenedPlayer open_player(player::PlayerSpec spec, const std::vector<std::string>& sources) {
    OpenedPlayer opened;
    if (!sources.empty()) {
        auto list = media::list_tracks(sources);
        opened.unlisted = std::move(list.problems);
        spec.tracks = std::move(list.tracks);
        spec.first_track = 0;
        spec.start_s = 0.0;
        if (!spec.tracks.empty()) spec.begin = player::Begin::playing;
    }
    opened.tracks = spec.tracks;
    auto started = player::Player::start(spec);
    if (!started) {
        opened.problems.push_back(started.error().detail);
        spec.device.clear();
        spec.begin = player::Begin::paused;  // What cannot be read is said beside the tracks.
        started = player::Player::start(std::move(spec));
    }
    if (started) opened.player = std::move(*started);
    return opened;
}

}  // namespace

PlayerOpening::PlayerOpening(const StudioState& state, std::vector<std::string> sources,
                             std::function<void(OpenedPlayer)> done)
    : thread_([spec = spec_of(state), sources = std::move(sources), done = std::move(done)] {
          done(open_player(spec, sources));
      }) {}

}  // namespace attacca::studio
