#include "attacca/analysis/note_name.h"

#include <gtest/gtest.h>

namespace attacca::analysis {
namespace {

TEST(NoteName, CountsOctavesFromC) {
    EXPECT_EQ(note_name(0), "C-1");
    EXPECT_EQ(note_name(24), "C1");
    EXPECT_EQ(note_name(59), "B3");
    EXPECT_EQ(note_name(60), "C4");
    EXPECT_EQ(note_name(69), "A4");
    EXPECT_EQ(note_name(127), "G9");
}

TEST(NoteName, BlackKeysAreSharps) {
    const char* names[] = {"C4", "C#4", "D4", "D#4", "E4", "F4", "F#4", "G4", "G#4", "A4", "A#4", "B4"};
    for (int i = 0; i < 12; ++i) EXPECT_EQ(note_name(60 + i), names[i]);
}

TEST(NoteName, FrequenciesAreTempered) {
    EXPECT_DOUBLE_EQ(tempered_hz(69), 440.0);
    EXPECT_NEAR(tempered_hz(60), 261.6256, 1e-4);
    EXPECT_NEAR(tempered_hz(24), 32.7032, 1e-4);
    EXPECT_DOUBLE_EQ(tempered_hz(57, 432.0), 216.0);
    EXPECT_NEAR(midi_pitch_of(tempered_hz(71.37, 415.0), 415.0), 71.37, 1e-9);
}

}  // namespace
}  // namespace attacca::analysis
