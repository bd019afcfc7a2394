// A player whose list changes while it plays.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "player/playing_test.h"

namespace attacca::player {
namespace {

using media::test::chirp;
using media::test::Folder;
using media::test::write_file;
using namespace test;

std::vector<media::Track> list(const std::vector<std::string>& paths) {
    std::vector<media::Track> tracks;
    for (const auto& path : paths) tracks.push_back({.source = path});
    return tracks;
}

std::unique_ptr<Player> start_paused(std::vector<std::string> paths) {
    auto spec = on_null_device(std::move(paths));
    spec.begin = Begin::paused;
    return start(std::move(spec));
}

bool plays(const PlayerStatus& status, std::size_t track) {
    return status.state == PlayState::playing && status.track == track && status.callbacks > 0;
}

// Everything that is heard until the list ends, without what the device's own silence adds.
std::vector<float> hear_to_the_end(Player& player) {
    std::vector<float> heard;
    std::vector<float> block(2 * 16'384);
    for (bool ended = false; !ended;) {
        ended = player.moment().state == PlayState::ended;
        const std::size_t frames = player.take_sound(AudioBlock(block, 2));
        heard.insert(heard.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(2 * frames));
        if (!ended) std::this_thread::sleep_for(5ms);
    }
    while (!heard.empty() && heard.back() == 0.0F) heard.pop_back();
    if (heard.size() % 2 != 0) heard.push_back(0.0F);
    return heard;
}

TEST(PlayerList, BeginsWithoutTracksAndPlaysTheFirstThatComes) {
    const Folder folder;
    auto player = start_paused({});
    ASSERT_TRUE(player);
    player->play();
    player->next();
    player->seek(3.0);
    EXPECT_EQ(player->status().track_count, 0U);
    EXPECT_TRUE(player->status().device_id.empty());
    player->set_tracks(list({write_wav(folder, "a.wav", 5.0)}));
    const auto status = wait_until(*player, [](const PlayerStatus& s) { return s.duration_s == 5.0; });
    EXPECT_EQ(status.state, PlayState::paused);
    EXPECT_EQ(status.callbacks, 0U);
    player->play();
    wait_until(*player, [](const PlayerStatus& s) { return plays(s, 0) && s.position_s > 0.05; });
}

TEST(PlayerList, BeginsPausedAtAPlace) {
    const Folder folder;
    auto spec = on_null_device({write_wav(folder, "a.wav", 1.0), write_wav(folder, "b.wav", 10.0)});
    spec.begin = Begin::paused;
    spec.first_track = 1;
    spec.start_s = 4.0;
    auto player = start(std::move(spec));
    ASSERT_TRUE(player);
    const auto status = wait_until(*player, [](const PlayerStatus& s) { return s.duration_s == 10.0; });
    EXPECT_EQ(status.state, PlayState::paused);
    EXPECT_EQ(status.track, 1U);
    EXPECT_EQ(status.position_s, 4.0);
    player->play();
    EXPECT_LT(wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 4.02; }).position_s, 6.0);
}

TEST(PlayerList, SaysWhyAPausedBeginningFailsAndTakesAnotherList) {
    const Folder folder;
    auto player = start_paused({folder.file("absent.wav")});
    ASSERT_TRUE(player);
    wait_until(*player, [&](const PlayerStatus&) { return !texts(*player, PlayerEvent::Kind::track_skipped).empty(); });
    player->set_tracks(list({write_wav(folder, "a.wav", 5.0)}));
    player->play();
    wait_until(*player, [](const PlayerStatus& s) { return plays(s, 0); });
}

TEST(PlayerList, GoesOnUndisturbedWhereTheNewListHoldsTheTrack) {
    const Folder folder;
    const auto a = write_wav(folder, "a.wav", 10.0);
    const auto b = write_wav(folder, "b.wav", 10.0);
    auto player = start(on_null_device({a, b}));
    ASSERT_TRUE(player);
    player->seek(3.0);
    wait_until(*player, [&](const PlayerStatus& s) {
        return s.position_s > 3.02 && !texts(*player, PlayerEvent::Kind::track_started).empty();
    });
    player->set_tracks(list({b, b, a}));
    const auto status = wait_until(*player, [](const PlayerStatus& s) { return s.track_count == 3; });
    EXPECT_EQ(status.track, 2U);
    EXPECT_EQ(status.source, a);
    EXPECT_GT(status.position_s, 3.0);
    EXPECT_TRUE(texts(*player, PlayerEvent::Kind::track_started).empty());
    player->previous();
    wait_until(*player, [](const PlayerStatus& s) { return s.track == 2 && s.position_s < 1.0; });
    player->previous();
    wait_until(*player, [&](const PlayerStatus& s) { return s.track == 1 && s.source == b; });
}

TEST(PlayerList, WhatReplacesARemovedTrackIsTheNextThatIsStillThere) {
    const Folder folder;
    std::vector<std::string> paths;
    for (const char* name : {"a.wav", "b.wav", "c.wav", "d.wav"}) paths.push_back(write_wav(folder, name, 10.0));
    auto player = start(on_null_device(paths));
    ASSERT_TRUE(player);
    player->play_track(1);
    wait_until(*player, [](const PlayerStatus& s) { return plays(s, 1); });
    player->set_tracks(list({paths[0], paths[3]}));
    auto status = wait_until(*player, [](const PlayerStatus& s) { return s.track_count == 2 && plays(s, 1); });
    EXPECT_EQ(status.source, paths[3]);
    player->set_tracks(list({paths[2], paths[1]}));
    status = wait_until(*player, [](const PlayerStatus& s) { return s.source.ends_with("c.wav") && plays(s, 0); });
    player->set_tracks({});
    status = wait_until(*player, [](const PlayerStatus& s) { return s.track_count == 0; });
    EXPECT_EQ(status.state, PlayState::paused);
    EXPECT_TRUE(status.source.empty());
    player->set_tracks(list({paths[0]}));
    player->play();
    wait_until(*player, [](const PlayerStatus& s) { return plays(s, 0); });
}

TEST(PlayerList, RemovingThePausedTrackStaysPaused) {
    const Folder folder;
    const auto a = write_wav(folder, "a.wav", 10.0);
    const auto b = write_wav(folder, "b.wav", 4.0);
    auto player = start_paused({a, b});
    ASSERT_TRUE(player);
    wait_until(*player, [](const PlayerStatus& s) { return s.duration_s == 10.0; });
    player->set_tracks(list({b}));
    const auto status = wait_until(*player, [](const PlayerStatus& s) { return s.duration_s == 4.0; });
    EXPECT_EQ(status.state, PlayState::paused);
    EXPECT_EQ(status.source, b);
}

TEST(PlayerList, PlaysATrackWhilePausedAndLeavesOneThatTheListDoesNotHave) {
    const Folder folder;
    auto player = start_paused({write_wav(folder, "a.wav", 10.0), write_wav(folder, "b.wav", 10.0, 44100)});
    ASSERT_TRUE(player);
    player->play_track(7);
    player->play_track(1);
    const auto status = wait_until(*player, [](const PlayerStatus& s) { return plays(s, 1) && s.position_s > 0.02; });
    EXPECT_FALSE(status.resampling) << "the device is opened for what is played by name";
}

TEST(PlayerList, ABrokenTrackPlayedByNameLeavesTheOneThatPlays) {
    const Folder folder;
    auto player = start(on_null_device({write_wav(folder, "a.wav", 10.0), folder.write("broken.flac", "nothing")}));
    ASSERT_TRUE(player);
    player->play_track(1);
    wait_until(*player, [&](const PlayerStatus&) { return !texts(*player, PlayerEvent::Kind::track_skipped).empty(); });
    EXPECT_TRUE(plays(wait_until(*player, [](const PlayerStatus& s) { return s.position_s > 0.05; }), 0));
}

TEST(PlayerList, JoinsStayGaplessWhileTheListChangesAroundThem) {
    const Folder folder;
    const auto whole = chirp(48'000, 2, 48000);
    const auto half = whole.begin() + 48'000;
    const auto a = folder.file("a.wav");
    const auto b = folder.file("b.wav");
    const media::EncoderSpec format{.sample_rate = 48000, .channels = 2, .format = media::SampleFormat::f32};
    write_file(a, format, std::vector(whole.begin(), half));
    write_file(b, format, std::vector(half, whole.end()));
    const auto other = write_wav(folder, "other.wav", 0.1);
    // A machine that stands still longer than the sound is kept loses some of it: then once more.
    for (int attempt = 0; attempt < 10; ++attempt) {
        auto player = start(on_null_device({a}));
        ASSERT_TRUE(player);
        player->set_tracks(list({other, a, b}));  // The decoder has reached the end of the list long ago.
        player->set_tracks(list({a, b}));
        auto heard = hear_to_the_end(*player);
        if (heard.size() < whole.size()) continue;
        heard.erase(heard.begin(), heard.end() - static_cast<std::ptrdiff_t>(whole.size()));
        // Its first 5 ms are faded in.
        EXPECT_TRUE(std::equal(heard.begin() + 2 * 240, heard.end(), whole.begin() + 2 * 240));
        return;
    }
    ADD_FAILURE() << "never heard the whole";
}

TEST(PlayerList, WhatWasReadAheadIsNotHeardOnceItDoesNotFollowAnyMore) {
    const Folder folder;
    const auto a = write_wav(folder, "a.wav", 0.4);
    const auto b = write_wav(folder, "b.wav", 0.2);
    const auto c = write_wav(folder, "c.wav", 0.2);
    auto player = start(on_null_device({a, b}));  // Both fit into the ring.
    ASSERT_TRUE(player);
    player->set_tracks(list({a, c}));
    EXPECT_EQ(wait_for_end(*player).source, c);
    const auto started = texts(*player, PlayerEvent::Kind::track_started);
    ASSERT_EQ(started.size(), 2U);
    EXPECT_EQ(started[0], a);
    EXPECT_EQ(started[1], c);
}

TEST(PlayerList, RepeatThatComesAfterTheDecoderReachedTheEndIsStillFollowed) {
    const Folder folder;
    auto player = start(on_null_device({write_wav(folder, "a.wav", 0.3)}));
    ASSERT_TRUE(player);
    player->set_repeat(Repeat::all);
    std::size_t started = 0;
    wait_until(*player, [&](const PlayerStatus&) {
        started += texts(*player, PlayerEvent::Kind::track_started).size();
        return started >= 2;
    });
}

TEST(PlayerList, ARepeatAndAnotherListAtOnceNumberTheTracksRight) {
    const Folder folder;
    const auto a = write_wav(folder, "a.wav", 0.2);
    const auto b = write_wav(folder, "b.wav", 0.2);
    for (int i = 0; i < 20; ++i) {  // The decoder reaches the end at once; both are carried out in one go, or not.
        auto player = start(on_null_device({a, b}));
        ASSERT_TRUE(player);
        player->play_track(1);
        player->set_repeat(Repeat::one);
        player->set_tracks(list({b}));
        const auto status = wait_until(*player, [](const PlayerStatus& s) { return s.track_count == 1; });
        EXPECT_EQ(status.track, 0U);
        EXPECT_EQ(status.source, b);
    }
}

TEST(PlayerList, SurvivesCommandsInQuickSuccession) {
    const Folder folder;
    std::vector<std::string> paths;
    for (const char* name : {"a.wav", "b.wav", "c.wav"}) paths.push_back(write_wav(folder, name, 3.0));
    auto player = start_paused(paths);
    ASSERT_TRUE(player);
    for (std::size_t i = 0; i < 60; ++i) {
        player->toggle();
        player->next();
        player->seek(static_cast<double>(i % 5));
        player->set_tracks(list({paths[i % 3], paths[(i + 1) % 3]}));
        player->previous();
        player->play_track(i % 3);
        player->pause();
        if (i % 10 == 0) player->set_block_frames(i % 20 == 0 ? 512 : 256);
        if (i % 20 == 0) player->set_repeat(i % 40 == 0 ? Repeat::one : Repeat::all);
        (void)player->moment();
    }
    player->set_tracks(list(paths));
    player->play_track(2);
    const auto status = wait_until(*player, [](const PlayerStatus& s) { return plays(s, 2) && s.position_s > 0.02; });
    EXPECT_EQ(status.source, paths[2]);
}

TEST(PlayerList, AMomentTellsWhenTheRestHasChanged) {
    const Folder folder;
    auto player = start_paused({write_wav(folder, "a.wav", 10.0)});
    ASSERT_TRUE(player);
    wait_until(*player, [](const PlayerStatus& s) { return s.duration_s == 10.0; });
    wait_until(*player, [&](const PlayerStatus&) { return !texts(*player, PlayerEvent::Kind::track_started).empty(); });
    const auto before = player->moment().details;
    EXPECT_EQ(player->moment().details, before);
    player->set_gain_db(-3.0);
    EXPECT_NE(player->moment().details, before);
}

}  // namespace
}  // namespace attacca::player
