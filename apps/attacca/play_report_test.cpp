#include "play_report.h"

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace attacca::app {
namespace {

using player::PlayerStatus;

PlayerStatus playing() {
    PlayerStatus status;
    status.state = player::PlayState::playing;
    status.track = 1;
    status.track_count = 7;
    status.source = "/music/06 - Bolero.flac";
    status.position_s = 62.9;
    status.duration_s = 187.0;
    status.levels.channel_count = 2;
    return status;
}

std::string line(const PlayerStatus& status, const PlayLineExtras& extras = {}) {
    return play_line(status, extras, 160, Charset::ascii);
}

bool shows(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(TrackTitle, PrefersTagsAndDisarmsThem) {
    auto status = playing();
    EXPECT_EQ(track_title(status), "06 - Bolero.flac");
    status.tags.title = "Bol\x1b]0;x\x07";
    EXPECT_EQ(track_title(status), "Bol?]0;x?");
    status.tags.artist = "Ravel";
    EXPECT_EQ(track_title(status), "Ravel - Bol?]0;x?");
}

TEST(PlayLine, ShowsTrackPositionAndState) {
    auto status = playing();
    EXPECT_TRUE(line(status).starts_with(">  2/7 06 - Bolero.flac")) << line(status);
    EXPECT_TRUE(shows(line(status), "1:02 / 3:07"));
    status.state = player::PlayState::paused;
    EXPECT_TRUE(line(status).starts_with("|| 2/7"));
    status.duration_s.reset();
    EXPECT_FALSE(shows(line(status), "/ 3:07"));
}

TEST(PlayLine, ShowsXrunsClippingAndBitPerfectOnlyWhenTheyAre) {
    auto status = playing();
    for (const char* word : {"xruns", "CLIP", "bit-perfect", "EQ", "lim", "vol", "loop"}) {
        EXPECT_FALSE(shows(line(status), word)) << word;
    }
    status.device_xruns = 2;
    status.underruns = 1;
    status.bit_perfect = true;
    EXPECT_TRUE(shows(line(status), "xruns 3"));
    EXPECT_TRUE(shows(line(status), "bit-perfect"));
    EXPECT_TRUE(shows(line(status, {.notice = {}, .clipping = true}), "CLIP"));
}

TEST(PlayLine, ShowsTheEqualizerAndItsBypass) {
    auto status = playing();
    status.signal.equalizer.bands.push_back({.gain_db = 3.0});
    EXPECT_TRUE(shows(line(status), "  EQ"));
    EXPECT_FALSE(shows(line(status), "EQ off"));
    status.equalizer_bypass = player::Switch::on;
    EXPECT_TRUE(shows(line(status), "EQ off"));
}

TEST(PlayLine, PutsANoticeInTheTitlesPlace) {
    const auto text = line(playing(), {.notice = "volume -3.0 dB", .clipping = false});
    EXPECT_TRUE(shows(text, "volume -3.0 dB"));
    EXPECT_FALSE(shows(text, "Bolero"));
}

TEST(TroubleText, CountsEachKindForItself) {
    EXPECT_EQ(trouble_text(0, 0), "");
    EXPECT_EQ(trouble_text(1, 0), "1 track could not be read");
    EXPECT_EQ(trouble_text(0, 2), "2 tracks were damaged");
    EXPECT_EQ(trouble_text(2, 1), "2 tracks could not be read, 1 track was damaged");
}

TEST(PlayStatistics, NamesDeviceThreadAndCounts) {
    auto status = playing();
    status.device_id = "null";
    status.device_name = "Null device";
    status.scheduling = "SCHED_FIFO 5";
    status.sample_rate = 44100.0;
    status.block_frames = 512;
    status.callbacks = 321;
    status.device_xruns = 4;
    status.underruns = 7;
    auto text = play_statistics(status);
    for (const char* part : {"Null device (null), 44100 Hz", "blocks of 512", "SCHED_FIFO 5", "321, xruns 4", "late 7",
                             "nothing recorded", "MiB"}) {
        EXPECT_TRUE(shows(text, part)) << part << "\n" << text;
    }
    EXPECT_FALSE(shows(text, "first sound"));
    EXPECT_FALSE(shows(text, "NaN"));
    status.equalizer_recoveries = 3;
    EXPECT_TRUE(shows(play_statistics(status), "NaN or infinity 3 times"));
    status.first_sound = std::chrono::steady_clock::now();
    EXPECT_TRUE(shows(play_statistics(status), "first sound"));
}

TEST(PlayJson, NamesEveryKindOfEvent) {
    using Kind = player::PlayerEvent::Kind;
    const std::pair<Kind, const char*> kinds[] = {{Kind::track_started, "track_started"},
                                                  {Kind::track_skipped, "track_skipped"},
                                                  {Kind::track_damaged, "track_damaged"},
                                                  {Kind::device_lost, "device_lost"},
                                                  {Kind::device_changed, "device_changed"},
                                                  {Kind::device_refused, "device_refused"},
                                                  {Kind::seek_refused, "seek_refused"},
                                                  {Kind::paused_without_device, "paused_without_device"},
                                                  {Kind::ended, "ended"}};
    for (const auto& [kind, name] : kinds) {
        const auto value = nlohmann::json::parse(play_event_json({kind, "why"}));
        EXPECT_EQ(value["event"], name);
        EXPECT_EQ(value["text"], "why");
    }
}

TEST(PlayJson, IsOneLineWithTheFigures) {
    auto status = playing();
    status.callbacks = 321;
    status.equalizer_recoveries = 3;
    const auto text = play_statistics_json(status);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const auto value = nlohmann::json::parse(text);
    EXPECT_EQ(value["event"], "stats");
    EXPECT_EQ(value["callbacks"], 321);
    EXPECT_EQ(value["equalizer_recoveries"], 3);
    EXPECT_GT(value["peak_resident_bytes"].get<std::uint64_t>(), 0U);
    EXPECT_FALSE(value.contains("first_sound_ms"));
}

TEST(PlayJson, SurvivesNamesThatAreNotUtf8) {
    const auto text = play_event_json({player::PlayerEvent::Kind::track_skipped, "bad\xff.wav: no"});
    EXPECT_EQ(nlohmann::json::parse(text)["event"], "track_skipped");
}

}  // namespace
}  // namespace attacca::app
