// A player whose device is chosen, refused and changed.
#include <gtest/gtest.h>

#include "player/playing_test.h"

namespace attacca::player {
namespace {

using media::test::Folder;
using namespace test;

bool has_told(Player& player, PlayerEvent::Kind kind) { return !texts(player, kind).empty(); }

TEST(PlayerDevice, ChangesTheBlockWhilePlayingAndKeepsThePosition) {
    const Folder folder;
    auto player = start(on_null_device({write_wav(folder, "a.wav", 20.0)}));
    ASSERT_TRUE(player);
    player->set_gain_db(-6.0);
    player->seek(5.0);
    wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 5.02; });
    player->set_block_frames(512);
    const auto status = wait_until(
        *player, [](const PlayerStatus& s) { return s.block_frames == 512 && s.callbacks > 3 && s.position_s > 5.05; });
    EXPECT_EQ(status.state, PlayState::playing);
    EXPECT_LT(status.position_s, 10.0);
    EXPECT_FALSE(status.bit_perfect) << "the gain is kept";
    wait_until(*player, [&](const PlayerStatus&) { return has_told(*player, PlayerEvent::Kind::device_changed); });
    player->set_block_frames(0);
    wait_until(*player, [](const PlayerStatus& s) { return s.block_frames == 1024 && s.callbacks > 3; });
}

TEST(PlayerDevice, ARefusedDeviceLeavesTheOneThatPlays) {
    const Folder folder;
    auto player = start(on_null_device({write_wav(folder, "a.wav", 20.0)}));
    ASSERT_TRUE(player);
    player->set_device("no such device");
    std::vector<std::string> refusals;
    wait_until(*player, [&](const PlayerStatus&) {
        refusals = texts(*player, PlayerEvent::Kind::device_refused);
        return !refusals.empty();
    });
    EXPECT_NE(refusals[0].find("no such device"), std::string::npos);
    const double before = player->moment().position_s;
    const auto status = wait_until(*player, [&](const PlayerStatus& s) { return s.position_s > before + 0.02; });
    EXPECT_EQ(status.device_id, "null");
    player->set_block_frames(512);  // On the device that there is, not the one that was refused.
    wait_until(*player, [](const PlayerStatus& s) { return s.block_frames == 512 && s.callbacks > 3; });
}

TEST(PlayerDevice, ChangesWhilePausedWithoutAStart) {
    const Folder folder;
    auto spec = on_null_device({write_wav(folder, "a.wav", 20.0)});
    spec.begin = Begin::paused;
    spec.start_s = 7.0;
    auto player = start(std::move(spec));
    ASSERT_TRUE(player);
    player->set_block_frames(512);
    const auto status = wait_until(*player, [](const PlayerStatus& s) { return s.block_frames == 512; });
    EXPECT_EQ(status.state, PlayState::paused);
    EXPECT_EQ(status.callbacks, 0U);
    EXPECT_EQ(status.position_s, 7.0);
    player->play();
    wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 7.02; });
}

TEST(PlayerDevice, AMissingDeviceIsSaidAndAnotherCanBeChosen) {
    const Folder folder;
    auto spec = on_null_device({write_wav(folder, "a.wav", 20.0)});
    spec.device = "no such device";
    spec.begin = Begin::paused;
    auto player = start(std::move(spec));
    ASSERT_TRUE(player);
    std::vector<std::string> told;
    wait_until(*player, [&](const PlayerStatus&) {
        told = texts(*player, PlayerEvent::Kind::paused_without_device);
        return !told.empty();
    });
    EXPECT_NE(told[0].find("no such device"), std::string::npos);
    EXPECT_EQ(player->status().duration_s, 20.0) << "the track is shown nevertheless";
    player->set_device("null");
    wait_until(*player, [](const PlayerStatus& s) { return s.device_id == "null"; });
    player->play();
    wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 0.02; });
}

TEST(PlayerDevice, WithoutTracksTheChoiceWaitsForThem) {
    const Folder folder;
    auto player = start({.device = "no such device", .begin = Begin::paused});
    ASSERT_TRUE(player);
    player->set_device("null");
    player->set_block_frames(128);
    player->set_tracks({{.source = write_wav(folder, "a.wav", 5.0)}});
    const auto status = wait_until(*player, [](const PlayerStatus& s) { return s.device_id == "null"; });
    EXPECT_EQ(status.block_frames, 128U);
}

}  // namespace
}  // namespace attacca::player
