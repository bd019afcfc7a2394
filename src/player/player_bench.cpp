// What a screen asks of a player 60 times a second, while eight bands play on the null device.
#include "attacca/player/player.h"

#include <memory>
#include <vector>

#include "bench/bench.h"
#include "player/render_files_bench.h"

namespace attacca::player {
namespace {

constexpr std::size_t kSeconds = 10;

/// A file and what plays it.
struct Playing {
    explicit Playing(Begin begin) : files(".flac", kSeconds) {
        PlayerSpec spec{.tracks = {{.source = files.source}}, .repeat = Repeat::all, .device = "null", .begin = begin};
        for (int band = 0; band < 8; ++band) {
            spec.signal.equalizer.bands.push_back({.center_hz = 60.0 * (1 << band), .gain_db = 3.0});
        }
        if (auto started = Player::start(std::move(spec))) player = std::move(*started);
    }

    RenderFiles files;
    std::unique_ptr<Player> player;
};

template <class Ask>
bench::Prepare asking(Begin begin, Ask ask) {
    return [begin, ask]() -> std::function<void()> {
        auto playing = std::make_shared<Playing>(begin);
        return [playing, ask] { ask(*playing->player); };
    };
}

void ask_moment(Player& player) { bench::keep(player.moment().position_s); }
void ask_status(Player& player) { bench::keep(player.status().position_s); }

const bool kAdded =
    bench::add({.name = "player.moment/playing",
                .prepare = asking(Begin::playing, ask_moment),
                .code = bench::Code::common}) &&
    bench::add(
        {.name = "player.moment/paused", .prepare = asking(Begin::paused, ask_moment), .code = bench::Code::common}) &&
    bench::add(
        {.name = "player.status/playing", .prepare = asking(Begin::playing, ask_status), .code = bench::Code::common});

}  // namespace
}  // namespace attacca::player
