// Devices that vanish while music plays, on a PipeWire daemon of the test's own.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attacca/player/player.h"
#include "attacca/player/recorder.h"
#include "device/servers/sound_servers.h"
#include "media/signal_test.h"

namespace attacca::player {
namespace {

using namespace std::chrono_literals;
using device::eventually;
using media::test::Folder;

class PlayerServerTest : public ::testing::Test {
protected:
    void SetUp() override {
        for (const char* program : {"pipewire", "wireplumber", "pw-cli", "dbus-daemon"}) {
            if (!device::is_installed(program)) GTEST_SKIP() << program << " is not installed";
        }
        runtime_ = std::make_unique<device::PrivateRuntime>();
        server_ = std::make_unique<device::PipewireServer>(*runtime_);
        server_->add_sink("one");
        music_ = folder_.file("music.wav");
        media::test::write_file(music_, {.sample_rate = 48000, .channels = 2},
                                media::test::chirp(48'000 * 60, 2, 48000));
    }

    void TearDown() override {
        server_.reset();
        runtime_.reset();
    }

    std::unique_ptr<Player> play(const std::string& device) {
        auto player = Player::start({.tracks = {{.source = music_}}, .device = device, .start_s = 20.0});
        if (!player) ADD_FAILURE() << player.error().detail;
        return player ? std::move(*player) : nullptr;
    }

    // Whether the player has ever said this.
    bool has_told(Player& player, PlayerEvent::Kind kind) {
        for (auto& event : player.take_events()) told_.push_back(event.kind);
        return std::ranges::find(told_, kind) != told_.end();
    }

    static bool plays_on(Player& player, const std::string& device_id) {
        const auto status = player.status();
        return status.state == PlayState::playing && status.device_id == device_id && status.callbacks > 3;
    }

    Folder folder_;
    std::string music_;
    std::unique_ptr<device::PrivateRuntime> runtime_;
    std::unique_ptr<device::PipewireServer> server_;
    std::vector<PlayerEvent::Kind> told_;
};

TEST_F(PlayerServerTest, GoesOnAtTheDefaultWhenItsDeviceVanishes) {
    server_->add_sink("two");
    auto player = play("pipewire:two");
    ASSERT_TRUE(player);
    ASSERT_TRUE(eventually([&] { return plays_on(*player, "pipewire:two"); }));
    const double before = player->status().position_s;
    server_->remove_sink("two");
    ASSERT_TRUE(eventually([&] { return plays_on(*player, "pipewire:one"); }));
    EXPECT_TRUE(has_told(*player, PlayerEvent::Kind::device_lost));
    EXPECT_TRUE(has_told(*player, PlayerEvent::Kind::device_changed));
    EXPECT_GE(player->status().position_s, before);
    EXPECT_LT(player->status().position_s, before + 30.0);
}

TEST_F(PlayerServerTest, PausesAtThePositionUntilADeviceAnswersAgain) {
    auto player = play("");
    ASSERT_TRUE(player);
    ASSERT_TRUE(eventually([&] { return plays_on(*player, "pipewire:one"); }));
    const double before = player->status().position_s;
    server_->remove_sink("one");
    ASSERT_TRUE(eventually([&] { return has_told(*player, PlayerEvent::Kind::paused_without_device); }));
    const auto parked = player->status();
    EXPECT_EQ(parked.state, PlayState::paused);
    EXPECT_EQ(parked.track, 0U);
    EXPECT_GE(parked.position_s, before);
    server_->add_sink("three");
    ASSERT_TRUE(eventually([&] { return plays_on(*player, "pipewire:three"); }));
    EXPECT_GE(player->status().position_s, parked.position_s);
    EXPECT_LT(player->status().position_s, parked.position_s + 15.0);
}

TEST_F(PlayerServerTest, GoesOverToAnotherDeviceAndBackAtThePosition) {
    server_->add_sink("two");
    auto player = play("pipewire:one");
    ASSERT_TRUE(player);
    ASSERT_TRUE(eventually([&] { return plays_on(*player, "pipewire:one"); }));
    player->set_device("pipewire:two");
    ASSERT_TRUE(eventually([&] { return plays_on(*player, "pipewire:two"); }));
    player->set_device("pipewire:three");
    ASSERT_TRUE(eventually([&] { return has_told(*player, PlayerEvent::Kind::device_refused); }));
    EXPECT_TRUE(plays_on(*player, "pipewire:two"));
    player->set_device("");
    ASSERT_TRUE(eventually([&] { return player->status().device_id != "pipewire:two"; }));
    EXPECT_GE(player->status().position_s, 20.0);
    EXPECT_LT(player->status().position_s, 45.0);
}

TEST_F(PlayerServerTest, FindsAnotherDeviceForAPausedTrackWhoseDeviceVanished) {
    server_->add_sink("two");
    auto player = play("pipewire:two");
    ASSERT_TRUE(player);
    ASSERT_TRUE(eventually([&] { return plays_on(*player, "pipewire:two"); }));
    player->pause();
    std::uint64_t callbacks = 0;
    ASSERT_TRUE(eventually([&] {
        const std::uint64_t before = std::exchange(callbacks, player->moment().callbacks);
        return before == callbacks;
    }));
    const double before = player->status().position_s;
    server_->remove_sink("two");
    ASSERT_TRUE(eventually([&] { return player->status().device_id == "pipewire:one"; }));
    EXPECT_EQ(player->status().state, PlayState::paused);
    player->play();
    ASSERT_TRUE(eventually([&] { return plays_on(*player, "pipewire:one"); }));
    EXPECT_GE(player->status().position_s, before);
    EXPECT_LT(player->status().position_s, before + 15.0);
}

TEST_F(PlayerServerTest, NamesTheDefaultDeviceThatItFollowsTo) {
    server_->add_sink("two");
    auto player = play("");
    ASSERT_TRUE(player);
    ASSERT_TRUE(eventually([&] { return player->moment().callbacks > 3; }));
    const std::string first = player->status().device_id;
    const std::string second = first == "pipewire:one" ? "pipewire:two" : "pipewire:one";
    server_->remove_sink(first.substr(std::string("pipewire:").size()));
    ASSERT_TRUE(eventually([&] { return plays_on(*player, second); }));
    ASSERT_TRUE(eventually([&] { return has_told(*player, PlayerEvent::Kind::device_changed); }));
}

TEST_F(PlayerServerTest, ANamedDeviceStaysWhereItIsWhenTheDefaultChanges) {
    server_->add_sink("two");
    auto other = play("");
    ASSERT_TRUE(other);
    const std::string first = other->status().device_id;
    const std::string second = first == "pipewire:one" ? "pipewire:two" : "pipewire:one";
    auto player = play(second);
    ASSERT_TRUE(player);
    ASSERT_TRUE(eventually([&] { return plays_on(*player, second); }));
    server_->remove_sink(first.substr(std::string("pipewire:").size()));
    ASSERT_TRUE(eventually([&] { return plays_on(*other, second); }));
    EXPECT_TRUE(plays_on(*player, second));
    EXPECT_FALSE(has_told(*player, PlayerEvent::Kind::device_changed));
}

TEST_F(PlayerServerTest, SurvivesTheDeathOfTheServer) {
    auto player = play("");
    ASSERT_TRUE(player);
    ASSERT_TRUE(eventually([&] { return plays_on(*player, "pipewire:one"); }));
    server_->kill();
    ASSERT_TRUE(eventually([&] { return has_told(*player, PlayerEvent::Kind::paused_without_device); }));
    EXPECT_EQ(player->status().state, PlayState::paused);
    player->pause();
    player->seek(5.0);
    EXPECT_TRUE(eventually([&] { return player->status().position_s == 5.0; }));
}

TEST_F(PlayerServerTest, ARecordingKeepsWhatItHasWhenItsDeviceVanishes) {
    auto recorder = Recorder::start({.output = folder_.file("take.wav"), .device = "pipewire:one.monitor"});
    ASSERT_TRUE(recorder) << recorder.error().detail;
    ASSERT_TRUE(eventually([&] { return (*recorder)->status().recorded_s > 0.3; }));
    server_->remove_sink("one");
    ASSERT_TRUE(eventually([&] { return (*recorder)->status().state == RecordState::failed; }));
    const auto status = (*recorder)->status();
    ASSERT_TRUE(status.failure);
    EXPECT_EQ(status.failure->code, ErrorCode::device_lost);
    const auto decoder = media::Decoder::open(folder_.file("take.wav"));
    ASSERT_TRUE(decoder);
    EXPECT_NEAR(static_cast<double>((*decoder)->info().frames.value_or(0)), status.recorded_s * 48000.0, 1.0);
}

}  // namespace
}  // namespace attacca::player
