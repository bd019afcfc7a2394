#include "signal_options.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "subcommand.h"

namespace attacca::app {
namespace {

/// What a command line asks for.
SignalOptions parsed(const std::string& line) {
    CLI::App app;
    SignalOptions options;
    add_signal_options(app, options);
    app.parse(line);
    return options;
}

TEST(SignalOptions, DoNothingByThemselves) {
    const auto settings = signal_settings(parsed(""));
    ASSERT_TRUE(settings);
    EXPECT_TRUE(settings->equalizer.bands.empty());
    EXPECT_EQ(settings->gain_db, 0.0);
    EXPECT_EQ(settings->replaygain, player::ReplayGainMode::off);
    EXPECT_EQ(settings->limiter, player::Switch::off);
    EXPECT_EQ(settings->speed, 1.0);
    EXPECT_EQ(settings->pitch, dsp::PitchMode::keep);
    EXPECT_EQ(settings->voice, dsp::VoiceSettings{});
}

TEST(SignalOptions, EachReachesItsSetting) {
    const auto settings =
        signal_settings(parsed("--gain -3.5 --replaygain album --replaygain-preamp 2 --limiter on --speed 1.5 --pitch "
                               "follow --eq rock --highpass 90"));
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->gain_db, -3.5);
    EXPECT_EQ(settings->replaygain, player::ReplayGainMode::album);
    EXPECT_EQ(settings->replaygain_preamp_db, 2.0);
    EXPECT_EQ(settings->limiter, player::Switch::on);
    EXPECT_EQ(settings->speed, 1.5);
    EXPECT_EQ(settings->pitch, dsp::PitchMode::follow);
    EXPECT_EQ(settings->equalizer.bands.size(), 8U);
    EXPECT_EQ(settings->voice.high_pass_hz, 90.0);
}

TEST(SignalOptions, RefuseWhatIsOutOfRange) {
    for (const char* line : {"--gain 61", "--gain -61", "--gain loud", "--speed 0.2", "--speed 4.1", "--limiter maybe",
                             "--replaygain both", "--pitch up", "--replaygain-preamp 99"}) {
        EXPECT_THROW((void)parsed(line), CLI::ParseError) << line;
    }
}

TEST(SignalOptions, AnUnknownPresetIsAUsageErrorThatNamesTheNearest) {
    try {
        (void)signal_settings(parsed("--eq rokc"));
        FAIL() << "it was taken";
    } catch (const UsageError& error) {
        EXPECT_NE(std::string(error.what()).find("rock"), std::string::npos) << error.what();
    }
}

TEST(SignalOptions, AFileWithABadLineFailsWithItsNumber) {
    const auto path =
        std::filesystem::temp_directory_path() / ("attacca-signal-options-" + std::to_string(getpid()) + ".txt");
    std::ofstream(path) << "Preamp: -3 dB\nFilter 1: ON PK Fc 1000 Hz Gain 3 dB Q 1\nFilter 2: ON PK Fc nowhere\n";
    const auto settings = signal_settings(parsed("--eq " + path.string()));
    std::filesystem::remove(path);
    ASSERT_FALSE(settings);
    EXPECT_NE(settings.error().detail.find(path.string() + ":3"), std::string::npos) << settings.error().detail;
}

TEST(SignalOptions, TheListOfPresetsIsAskedForByName) {
    EXPECT_TRUE(presets_asked_for(parsed("--eq list")));
    EXPECT_FALSE(presets_asked_for(parsed("--eq rock")));
    testing::internal::CaptureStdout();
    print_presets();
    const auto shown = testing::internal::GetCapturedStdout();
    EXPECT_NE(shown.find("rock"), std::string::npos);
    EXPECT_NE(shown.find("flat"), std::string::npos);
}

}  // namespace
}  // namespace attacca::app
