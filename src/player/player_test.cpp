#include "attacca/player/player.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "attacca/rt/realtime_scope.h"
#include "player/playing_test.h"

namespace attacca::player {
namespace {

using namespace std::chrono_literals;
using media::test::chirp;
using media::test::Folder;
using media::test::write_file;
using namespace test;

TEST(Player, PlaysAListToItsEndInRealTime) {
    const Folder folder;
    const auto begun = std::chrono::steady_clock::now();
    auto player = start(on_null_device({write_wav(folder, "a.wav", 0.2), write_wav(folder, "b.wav", 0.2)}));
    ASSERT_TRUE(player);
    const auto status = wait_for_end(*player);
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 400ms);
    EXPECT_EQ(status.track, 1U);
    EXPECT_NEAR(status.position_s, 0.2, 0.01);
    EXPECT_TRUE(status.bit_perfect);
    EXPECT_TRUE(status.first_sound);
    EXPECT_GT(status.callbacks, 0U);
    EXPECT_EQ(texts(*player, PlayerEvent::Kind::track_started).size(), 2U);
}

TEST(Player, ShowsPositionTrackAndLevels) {
    const Folder folder;
    auto player = start(on_null_device({write_wav(folder, "a.wav", 5.0)}));
    ASSERT_TRUE(player);
    const auto status = wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 0.1; });
    EXPECT_EQ(status.state, PlayState::playing);
    EXPECT_DOUBLE_EQ(status.duration_s.value_or(0), 5.0);
    EXPECT_EQ(status.info.sample_rate, 48000U);
    EXPECT_EQ(status.device_id, "null");
    ASSERT_EQ(status.levels.channel_count, 2U);
    EXPECT_NEAR(status.levels.channels[0].held_db, -6.0, 0.5);
}

TEST(Player, SeeksPausesAndGoesOn) {
    const Folder folder;
    auto player = start(on_null_device({write_wav(folder, "a.wav", 10.0)}));
    ASSERT_TRUE(player);
    player->seek(5.0);
    wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 5.05; });
    player->pause();
    const auto paused = wait_until(*player, [](const PlayerStatus& s) { return s.state == PlayState::paused; });
    player->seek(1.0);
    wait_until(*player, [](const PlayerStatus& s) { return s.position_s == 1.0; });
    player->toggle();
    const auto resumed = wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 1.05; });
    EXPECT_LT(resumed.position_s, 4.0);
    EXPECT_GT(paused.position_s, 5.0);
}

TEST(Player, AHundredSeeksEndAtTheLast) {
    const Folder folder;
    auto player = start(on_null_device({write_wav(folder, "a.wav", 100.0)}));
    ASSERT_TRUE(player);
    for (int i = 0; i < 100; ++i) player->seek(static_cast<double>(i));
    player->pause();
    player->seek(3.0);
    wait_until(*player, [](const PlayerStatus& s) { return s.state == PlayState::paused && s.position_s == 3.0; });
}

TEST(Player, StopsTheDeviceWhilePaused) {
    const Folder folder;
    auto player = start(on_null_device({write_wav(folder, "a.wav", 10.0)}));
    ASSERT_TRUE(player);
    wait_until(*player, [](const PlayerStatus& s) { return s.callbacks > 5; });
    player->pause();
    std::uint64_t before = 0;
    // Two looks, far more than a block apart, with no callback between them.
    wait_until(*player, [&before](const PlayerStatus& s) {
        const bool still = s.callbacks == before;
        before = s.callbacks;
        std::this_thread::sleep_for(30ms);
        return still;
    });
    player->play();
    wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 0.2; });
}

TEST(Player, GoesToTheNextAndThePreviousTrack) {
    const Folder folder;
    auto player = start(on_null_device(
        {write_wav(folder, "a.wav", 10.0), write_wav(folder, "b.wav", 10.0, 44100), write_wav(folder, "c.wav", 10.0)}));
    ASSERT_TRUE(player);
    player->next();
    auto status = wait_until(*player, [](const PlayerStatus& s) { return s.track == 1 && s.position_s > 0.02; });
    EXPECT_TRUE(status.resampling);
    EXPECT_FALSE(status.bit_perfect);
    player->seek(6.0);
    wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 6.0; });
    player->previous();
    wait_until(*player, [](const PlayerStatus& s) { return s.track == 1 && s.position_s < 1.0; });
    player->previous();
    wait_until(*player, [](const PlayerStatus& s) { return s.track == 0; });
    player->next();
    player->next();
    wait_until(*player, [](const PlayerStatus& s) { return s.track == 2; });
    player->next();
    wait_for_end(*player);
    player->play();
    wait_until(*player, [](const PlayerStatus& s) { return s.track == 0 && s.state == PlayState::playing; });
}

TEST(Player, RepeatsUntilToldNotTo) {
    const Folder folder;
    auto spec = on_null_device({write_wav(folder, "a.wav", 0.1)});
    spec.repeat = Repeat::all;
    auto player = start(std::move(spec));
    ASSERT_TRUE(player);
    std::size_t started = 0;
    wait_until(*player, [&](const PlayerStatus&) {
        started += texts(*player, PlayerEvent::Kind::track_started).size();
        return started >= 4;
    });
    player->set_repeat(Repeat::off);
    wait_for_end(*player);
}

TEST(Player, CountsWhatItClearedOutOfTheEqualizer) {
    const Folder folder;
    auto samples = chirp(9600, 2, 48000);
    for (float& sample : samples) sample *= 9e11F;
    write_file(folder.file("loud.wav"), {.sample_rate = 48000, .channels = 2, .format = media::SampleFormat::f32}, samples);
    auto spec = on_null_device({folder.file("loud.wav")});
    spec.signal.equalizer.bands.assign(16, {.gain_db = 40.0});  // 640 dB: more than a float holds.
    auto player = start(std::move(spec));
    ASSERT_TRUE(player);
    EXPECT_GE(wait_for_end(*player).equalizer_recoveries, 1U);
}

TEST(Player, TakesUpSettingsWhilePlaying) {
    const Folder folder;
    auto spec = on_null_device({write_wav(folder, "a.wav", 10.0)});
    spec.signal.gain_db = -40.0;
    auto player = start(std::move(spec));
    ASSERT_TRUE(player);
    EXPECT_FALSE(player->status().bit_perfect);
    EXPECT_LT(wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 0.05; }).levels.channels[0].held_db, -40);
    player->set_gain_db(0.0);
    wait_until(*player, [](const PlayerStatus& s) { return s.levels.channels[0].held_db > -7.0; });
    EXPECT_TRUE(player->status().bit_perfect);
    player->set_limiter(Switch::on);
    player->set_equalizer({.preamp_db = 20.0});
    wait_until(*player, [](const PlayerStatus& s) { return s.limiter_reduction_db < -10.0F; });
    player->set_equalizer_bypass(Switch::on);
    wait_until(*player, [](const PlayerStatus& s) { return s.limiter_reduction_db == 0.0F && s.position_s > 0.5; });
    player->set_speed(2.0, dsp::PitchMode::keep);
    const auto begun = std::chrono::steady_clock::now();
    const double from = wait_until(*player, [](const PlayerStatus& s) { return s.signal.speed == 2.0; }).position_s;
    wait_until(*player, [from](const PlayerStatus& s) { return s.position_s > from + 1.0; });
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 900ms);
}

TEST(Player, SaysWhatItSkips) {
    const Folder folder;
    auto player = start(on_null_device(
        {write_wav(folder, "a.wav", 0.1), folder.write("broken.flac", "nothing"), write_wav(folder, "b.wav", 0.1)}));
    ASSERT_TRUE(player);
    wait_for_end(*player);
    const auto skipped = texts(*player, PlayerEvent::Kind::track_skipped);
    ASSERT_EQ(skipped.size(), 1U);
    EXPECT_NE(skipped[0].find("broken.flac"), std::string::npos);
}

TEST(Player, SaysWhatItPlayedWithDamage) {
    const Folder folder;
    const auto cut = folder.file("cut.flac");
    write_file(cut, {.sample_rate = 48000, .channels = 2, .format = media::SampleFormat::i16}, chirp(24000, 2, 48000));
    std::filesystem::resize_file(cut, std::filesystem::file_size(cut) / 2);
    auto player = start(on_null_device({cut, write_wav(folder, "b.wav", 0.1)}));
    ASSERT_TRUE(player);
    wait_for_end(*player);
    const auto events = player->take_events();
    const auto damaged = std::ranges::count_if(events, [](const PlayerEvent& event) {
        return event.kind == PlayerEvent::Kind::track_damaged && event.text.find("cut.flac") != std::string::npos;
    });
    EXPECT_EQ(damaged, 1);
    EXPECT_EQ(std::ranges::count(events, PlayerEvent::Kind::track_skipped, &PlayerEvent::kind), 0);
}

TEST(Player, RefusesWhatCannotBePlayed) {
    const Folder folder;
    EXPECT_FALSE(Player::start(on_null_device({folder.file("absent.wav")})));
    EXPECT_FALSE(Player::start(on_null_device({})));
    auto too_fast = on_null_device({write_wav(folder, "a.wav", 0.1)});
    too_fast.signal.speed = 9.0;
    EXPECT_FALSE(Player::start(std::move(too_fast)));
    auto nowhere = on_null_device({write_wav(folder, "b.wav", 0.1)});
    nowhere.device = "no such device";
    EXPECT_FALSE(Player::start(std::move(nowhere)));
}

TEST(Player, KeepsTheCallbackCleanWhileTheEqualizerChangesFiftyTimesASecond) {
    if (!rt::realtime_trap_built()) GTEST_SKIP() << "the trap is not built in";
    const Folder folder;
    rt::set_realtime_trap(rt::RealtimeTrapAction::count_only);
    const auto before = rt::realtime_violations().total();
    auto player = start(on_null_device({write_wav(folder, "a.wav", 1.0), write_wav(folder, "b.wav", 1.0, 44100)}));
    ASSERT_TRUE(player);
    for (int i = 0; player->status().state != PlayState::ended && i < 1000; ++i) {
        player->set_equalizer({.preamp_db = -6.0, .bands = {{.center_hz = 100.0 + i * 7.0, .gain_db = 6.0}}});
        std::this_thread::sleep_for(20ms);
    }
    player.reset();
    rt::set_realtime_trap(rt::RealtimeTrapAction::abort_program);
    EXPECT_EQ(rt::realtime_violations().total(), before);
}

}  // namespace
}  // namespace attacca::player
