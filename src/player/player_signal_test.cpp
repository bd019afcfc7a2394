// A player that plays a test signal.
#include <gtest/gtest.h>

#include <cstdint>
#include <thread>

#include "player/playing_test.h"

namespace attacca::player {
namespace {

using media::test::Folder;
using namespace test;

TEST(PlayerSignal, SoundsWithoutTracksAndStops) {
    auto player = start({.device = "null", .block_frames = 256, .begin = Begin::paused});
    ASSERT_TRUE(player);
    ASSERT_TRUE(player->play_signal({.frequency_hz = 1000.0, .level_db = -6.0}));
    const auto loud = [](const PlayerStatus& s) {
        return s.levels.channel_count == 2 && s.levels.channels[1].peak_db > -6.5F &&
               s.levels.channels[1].peak_db < -5.5F;
    };
    wait_until(*player, loud);
    EXPECT_EQ(player->moment().test_signal, Switch::on);
    ASSERT_TRUE(player->play_signal({.kind = dsp::SignalKind::pink, .level_db = -30.0}));
    wait_until(*player, [](const PlayerStatus& s) { return s.levels.channels[1].held_db < -25.0F; });
    player->stop_signal();
    std::uint64_t before = 0;
    wait_until(*player, [&before](const PlayerStatus& s) {  // The device stands still in the end.
        const bool still = s.test_signal == Switch::off && s.callbacks == before;
        before = s.callbacks;
        std::this_thread::sleep_for(30ms);
        return still;
    });
}

TEST(PlayerSignal, TracksPauseForItAndGoOnWhereTheyWere) {
    const Folder folder;
    auto player = start(on_null_device({write_wav(folder, "a.wav", 20.0)}));
    ASSERT_TRUE(player);
    wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 0.1; });
    ASSERT_TRUE(player->play_signal({.level_db = -40.0}));
    wait_until(*player, [](const PlayerStatus& s) { return s.test_signal == Switch::on; });
    EXPECT_EQ(player->status().state, PlayState::paused);
    EXPECT_FALSE(player->status().bit_perfect);
    player->set_block_frames(512);  // It sounds on the new stream, too.
    wait_until(*player, [](const PlayerStatus& s) {
        return s.block_frames == 512 && s.callbacks > 3 && s.levels.channels[0].peak_db > -41.0F;
    });
    player->toggle();
    wait_until(*player, [](const PlayerStatus& s) { return s.test_signal == Switch::off; });
    EXPECT_EQ(player->status().state, PlayState::paused);
    player->play();
    const auto status = wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 0.15; });
    EXPECT_EQ(status.state, PlayState::playing);
    EXPECT_LT(status.position_s, 10.0);
}

TEST(PlayerSignal, GoesThroughTheSignalPath) {
    auto player = start({.device = "null", .block_frames = 256, .begin = Begin::paused});
    ASSERT_TRUE(player);
    player->set_gain_db(-20.0);
    ASSERT_TRUE(player->play_signal({.level_db = -10.0}));
    wait_until(*player, [](const PlayerStatus& s) {
        return s.levels.channel_count == 2 && s.levels.channels[0].peak_db > -30.5F &&
               s.levels.channels[0].peak_db < -29.5F;
    });
}

TEST(PlayerSignal, RefusesWhatCannotSound) {
    auto player = start({.device = "null", .begin = Begin::paused});
    ASSERT_TRUE(player);
    const auto refused = player->play_signal({.frequency_hz = 30000.0});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("30000"), std::string::npos) << refused.error().detail;
    EXPECT_EQ(player->moment().test_signal, Switch::off);
}

}  // namespace
}  // namespace attacca::player
