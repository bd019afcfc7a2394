// What `play` says in words and numbers: the live line, events, the figures at the end.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "attacca/player/player.h"
#include "terminal.h"

namespace attacca::app {

/// What the live line shows beyond the player's status.
struct PlayLineExtras {
    std::string_view notice;  ///< In the title's place for a moment: what a key did.
    bool clipping = false;
};

[[nodiscard]] std::string play_line(const player::PlayerStatus& status, const PlayLineExtras& extras,
                                    std::size_t columns, Charset charset);

/// "Artist - Title", or the source's name where its tags are silent.
[[nodiscard]] std::string track_title(const player::PlayerStatus& status);

/// Figures of the whole run, for `--stats`.
[[nodiscard]] std::string play_statistics(const player::PlayerStatus& status);

/// "2 tracks could not be read, 1 track was damaged".
[[nodiscard]] std::string trouble_text(std::size_t skipped, std::size_t damaged);

/// One JSON line each, without its newline.
[[nodiscard]] std::string play_statistics_json(const player::PlayerStatus& status);
[[nodiscard]] std::string play_event_json(const player::PlayerEvent& event);
[[nodiscard]] std::string play_started_json(const player::PlayerStatus& status);

}  // namespace attacca::app
