#include "player_opening.h"

#include <utility>

namespace attacca::studio {
namespace {

player::PlayerSpec spec_of(const StudioState& state) {
    player::PlayerSpec spec;
    spec.signal.equalizer = state.equalizer.settings[state.equalizer.heard];
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
        for (const auto& problem : list.problems) opened.problems.push_back(problem.detail);
        spec.tracks = list.tracks;
        spec.start_s = 0.0;
    }
    opened.tracks = spec.tracks;
    auto started = player::Player::start(spec);
    if (!started && !spec.device.empty()) {
        opened.problems.push_back(started.error().detail + "; playing on the default device");
        spec.device.clear();
        started = player::Player::start(std::move(spec));
    }
    if (started) {
        opened.player = std::move(*started);
    } else {
        opened.problems.push_back(started.error().detail);
    }
    return opened;
}

}  // namespace

PlayerOpening::PlayerOpening(const StudioState& state, std::vector<std::string> sources,
                             std::function<void(OpenedPlayer)> done)
    : thread_([spec = spec_of(state), sources = std::move(sources), done = std::move(done)] {
          done(open_player(spec, sources));
      }) {}

}  // namespace attacca::studio
