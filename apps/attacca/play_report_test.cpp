#include "play_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

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

TEST(PlayJson, IsOneLineWithTheFigures) {
    auto status = playing();
    status.callbacks = 321;
    const auto text = play_statistics_json(status);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const auto value = nlohmann::json::parse(text);
    EXPECT_EQ(value["event"], "stats");
    EXPECT_EQ(value["callbacks"], 321);
    EXPECT_GT(value["peak_resident_bytes"].get<std::uint64_t>(), 0U);
    EXPECT_FALSE(value.contains("first_sound_ms"));
}

TEST(PlayJson, SurvivesNamesThatAreNotUtf8) {
    const auto text = play_event_json({player::PlayerEvent::Kind::track_skipped, "bad\xff.wav: no"});
    EXPECT_EQ(nlohmann::json::parse(text)["event"], "track_skipped");
}

}  // namespace
}  // namespace attacca::app
