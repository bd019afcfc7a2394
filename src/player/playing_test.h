// What the tests of a running player share: short files, the null device, and waiting for what is to happen.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attacca/player/player.h"
#include "media/signal_test.h"

namespace attacca::player::test {

using namespace std::chrono_literals;

inline std::string write_wav(const media::test::Folder& folder, const std::string& name, double seconds,
                             std::uint32_t rate = 48000) {
    const std::string path = folder.file(name);
    media::test::write_file(path, {.sample_rate = rate, .channels = 2, .format = media::SampleFormat::f32},
                            media::test::chirp(static_cast<std::size_t>(seconds * rate), 2, rate));
    return path;
}

inline PlayerSpec on_null_device(std::vector<std::string> paths) {
    PlayerSpec spec{.device = "null", .block_frames = 256};
    for (auto& path : paths) spec.tracks.push_back({.source = std::move(path)});
    return spec;
}

inline std::unique_ptr<Player> start(PlayerSpec spec) {
    auto player = Player::start(std::move(spec));
    if (!player) ADD_FAILURE() << player.error().detail;
    return player ? std::move(*player) : nullptr;
}

// Waits for what the player is to become; the limit only ends a broken run.
inline PlayerStatus wait_until(Player& player, const std::function<bool(const PlayerStatus&)>& reached) {
    PlayerStatus status;
    for (const auto limit = std::chrono::steady_clock::now() + 20s; std::chrono::steady_clock::now() < limit;) {
        status = player.status();
        if (reached(status)) return status;
        player.wait(5ms);
    }
    ADD_FAILURE() << "waited in vain, at track " << status.track << ", " << status.position_s << " s";
    return status;
}

inline PlayerStatus wait_for_end(Player& player) {
    return wait_until(player, [](const PlayerStatus& s) { return s.state == PlayState::ended; });
}

inline std::vector<std::string> texts(Player& player, PlayerEvent::Kind kind) {
    std::vector<std::string> found;
    for (const auto& event : player.take_events()) {
        if (event.kind == kind) found.push_back(event.text);
    }
    return found;
}

}  // namespace attacca::player::test
