#include "attacca/player/note_file.h"

#include <gtest/gtest.h>

#include <vector>

namespace attacca::player {
namespace {

const std::vector<analysis::FoundNote> kNotes = {
    {.onset_s = 0.5,
     .offset_s = 1.25,
     .detected_s = 0.57,
     .note = {.midi_pitch = 61, .cents = -12.34F, .velocity = 80.4F, .confidence = 0.98765F}},
    {.onset_s = 2.0,
     .offset_s = 2.1,
     .detected_s = 2.08,
     .note = {.midi_pitch = 69, .velocity = 127.0F, .confidence = 1.0F}}};

TEST(NotesCsv, HasTheColumnsAndOneMoreWhenAsked) {
    EXPECT_EQ(
        notes_csv(kNotes, DetectedColumn::no),
        "onset_s,offset_s,midi_pitch,velocity,confidence\n0.5000,1.2500,61,80,0.988\n2.0000,2.1000,69,127,1.000\n");
    EXPECT_EQ(notes_csv(kNotes, DetectedColumn::yes),
              "onset_s,offset_s,midi_pitch,velocity,confidence,detected_s\n"
              "0.5000,1.2500,61,80,0.988,0.5700\n2.0000,2.1000,69,127,1.000,2.0800\n");
    EXPECT_EQ(notes_csv({}, DetectedColumn::no), "onset_s,offset_s,midi_pitch,velocity,confidence\n");
}

TEST(NotesMidi, HoldsThePitchesAndVelocities) {
    const std::string file = notes_midi(kNotes, {});
    EXPECT_NE(file.find("\x90\x3D\x50"), std::string::npos);
    EXPECT_NE(file.find("\x90\x45\x7F"), std::string::npos);
}

}  // namespace
}  // namespace attacca::player
