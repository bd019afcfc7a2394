#include "enhancement_options.h"

#include <gtest/gtest.h>

#include <string>

namespace attacca::app {
namespace {

dsp::VoiceSettings parsed(const std::string& line) {
    CLI::App app;
    dsp::VoiceSettings settings;
    add_enhancement_options(app, settings);
    app.parse(line);
    return settings;
}

TEST(EnhancementOptions, DoNothingByThemselves) { EXPECT_EQ(parsed(""), dsp::VoiceSettings{}); }

TEST(EnhancementOptions, EachReachesItsSetting) {
    const dsp::VoiceSettings expected{.high_pass_hz = 100.0, .gate_db = -45.0, .level_db = -20.0, .pre_emphasis = 0.9};
    EXPECT_EQ(parsed("--highpass 100 --gate -45 --agc -20 --preemphasis 0.9"), expected);
}

TEST(EnhancementOptions, BeforeADetectorThereIsNoGain) {
    CLI::App app;
    dsp::VoiceSettings settings;
    add_cleaning_options(app, settings);
    app.parse("--highpass 80 --gate -55");
    EXPECT_EQ(settings, (dsp::VoiceSettings{.high_pass_hz = 80.0, .gate_db = -55.0}));
    EXPECT_THROW(app.parse("--agc -20"), CLI::ParseError);
}

TEST(EnhancementOptions, WhatTheyTakeCanBeMade) {
    for (const char* line : {"--highpass 10", "--highpass 2000", "--gate -100", "--gate 0", "--agc -60", "--agc -6",
                             "--preemphasis 0", "--preemphasis 0.99"}) {
        EXPECT_TRUE(dsp::VoiceChain::create(parsed(line), 8000.0, 1)) << line;
    }
    for (const char* line :
         {"--highpass 9", "--highpass nan", "--gate 1", "--agc -5", "--preemphasis 1", "--agc loud"}) {
        EXPECT_THROW((void)parsed(line), CLI::ParseError) << line;
    }
}

}  // namespace
}  // namespace attacca::app
