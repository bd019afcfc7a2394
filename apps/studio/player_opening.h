// Opens the player on a thread of its own, while the window is made.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "attacca/player/player.h"
#include "studio_state.h"

namespace attacca::studio {

/// What came of it.
struct OpenedPlayer {
    std::unique_ptr<player::Player> player;  ///< Null where there is none.
    std::vector<media::Track> tracks;
    std::vector<Error> unlisted;        ///< Sources that could not be listed, and why.
    std::vector<std::string> problems;  ///< Why the device, or the player, could not be had.
};

class PlayerOpening {
public:
    /// `sources`, where there are any, take the place of the tracks of the state and are played at once.
    /// `done` is called on the opening's thread.
    PlayerOpening(const StudioState& state, std::vector<std::string> sources, std::function<void(OpenedPlayer)> done);

private:
    std::jthread thread_;  // Joined at the end: opening takes no longer than a device does.
};

}  // namespace attacca::studio
