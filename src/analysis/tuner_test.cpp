#include "attacca/analysis/tuner.h"

#include <gtest/gtest.h>

#include <cmath>

#include "attacca/analysis/note_name.h"

namespace attacca::analysis {
namespace {

Instrument instrument(std::string_view name) {
    for (const auto& one : instruments()) {
        if (one.name == name) return one;
    }
    ADD_FAILURE() << name;
    return {};
}

/// Feeds so many frames of a pitch; returns what was read.
std::vector<TunerReading> hold(Tuner& tuner, double semitones, int frames, double a4_hz = 440.0) {
    std::vector<TunerReading> readings;
    for (int i = 0; i < frames; ++i) {
        const double hz = semitones > 0.0 ? tempered_hz(semitones, a4_hz) : 0.0;
        const auto reading = tuner.take({.time = static_cast<std::uint64_t>(480 * i), .f0_hz = hz, .confidence = 0.9F});
        if (reading) readings.push_back(*reading);
    }
    return readings;
}

TEST(Tuner, NamesTheNearestNoteAndItsCents) {
    for (int midi = 24; midi <= 108; ++midi) {
        for (const double cents : {-49.0, -12.5, 0.0, 30.0, 49.0}) {
            Tuner tuner({});
            const auto readings = hold(tuner, midi + cents / 100.0, 15);
            ASSERT_FALSE(readings.empty());
            EXPECT_EQ(readings.back().midi_pitch, midi);
            EXPECT_NEAR(readings.back().cents, cents, 1e-6);
        }
    }
}

TEST(Tuner, ReadsInTheTuningItIsGiven) {
    Tuner tuner({.a4_hz = 432.0});
    const auto readings = hold(tuner, 69.1, 15, 432.0);
    EXPECT_EQ(readings.back().midi_pitch, 69);
    EXPECT_NEAR(readings.back().cents, 10.0, 1e-6);
    EXPECT_NEAR(readings.back().hz, 432.0 * std::exp2(0.1 / 12.0), 1e-6);
}

TEST(Tuner, StandsStillWhereFramesWaver) {
    Tuner tuner({});
    hold(tuner, 60.0, 20);
    for (int i = 0; i < 40; ++i) {
        const auto frame = 60.0 + (i % 7 == 3 ? 12.0 : (i % 2 == 0 ? 0.03 : -0.03));
        for (const auto& reading : hold(tuner, frame, 1)) EXPECT_LT(std::abs(reading.cents), 3.1);
        EXPECT_FALSE(tuner.silent());
    }
}

TEST(Tuner, FollowsANewNoteWithinAFewFrames) {
    Tuner tuner({});
    hold(tuner, 60.0, 100);
    const auto readings = hold(tuner, 62.2, 15);
    ASSERT_FALSE(readings.empty());
    EXPECT_EQ(readings.back().midi_pitch, 62);
    EXPECT_NEAR(readings.back().cents, 20.0, 1e-6);
    const auto next_string = hold(tuner, 62.7, 15);  // Turning the peg: no new name before it is one.
    EXPECT_NEAR(next_string.back().cents, -30.0, 1e-6);
}

TEST(Tuner, LeavesOutTheAttack) {
    Tuner tuner({});
    EXPECT_TRUE(hold(tuner, 60.3, 7).empty());
    const auto readings = hold(tuner, 60.1, 10);
    ASSERT_FALSE(readings.empty());
    for (const auto& reading : readings) EXPECT_NEAR(reading.cents, 10.0, 1e-6);
}

TEST(Tuner, FallsSilentWithTheNote) {
    Tuner tuner({});
    EXPECT_TRUE(tuner.silent());
    hold(tuner, 60.0, 10);
    EXPECT_TRUE(hold(tuner, 0.0, 3).empty());
    EXPECT_FALSE(tuner.silent()) << "a short gap";
    hold(tuner, 0.0, 3);
    EXPECT_TRUE(tuner.silent());
}

TEST(Tuner, FindsTheNearestString) {
    for (const auto& [name, pitch, string] : {std::tuple{"guitar", 41.2, 40},
                                              {"guitar", 61.6, 64},
                                              {"bass", 27.0, 28},
                                              {"ukulele", 66.0, 67},
                                              {"ukulele", 61.0, 60},
                                              {"violin", 75.4, 76}}) {
        Tuner tuner({.instrument = instrument(name)});
        const auto readings = hold(tuner, pitch, 15);
        EXPECT_EQ(readings.back().string_pitch, string) << name << " " << pitch;
        EXPECT_NEAR(readings.back().string_cents, 100.0 * (pitch - string), 1e-6);
    }
    Tuner chromatic({.instrument = instruments().front()});
    EXPECT_EQ(hold(chromatic, 41.2, 15).back().string_pitch, std::nullopt);
}

}  // namespace
}  // namespace attacca::analysis
