#include "attacca/player/note_file.h"

#include <gtest/gtest.h>

#include <vector>

#include "notes/found_notes.h"

namespace attacca::player {
namespace {

using tests::kFoundNotes;

TEST(NotesCsv, HasTheColumnsAndOneMoreWhenAsked) {
    EXPECT_EQ(
        notes_csv(kFoundNotes, DetectedColumn::no),
        "onset_s,offset_s,midi_pitch,velocity,confidence\n0.5000,1.2500,61,80,0.988\n2.0000,2.1000,69,127,1.000\n");
    EXPECT_EQ(notes_csv(kFoundNotes, DetectedColumn::yes),
              "onset_s,offset_s,midi_pitch,velocity,confidence,detected_s\n"
              "0.5000,1.2500,61,80,0.988,0.5700\n2.0000,2.1000,69,127,1.000,2.0800\n");
    EXPECT_EQ(notes_csv({}, DetectedColumn::no), "onset_s,offset_s,midi_pitch,velocity,confidence\n");
}

TEST(NotesMidi, HoldsThePitchesAndVelocities) {
    const std::string file = notes_midi(kFoundNotes, {});
    EXPECT_NE(file.find("\x90\x3D\x50"), std::string::npos);
    EXPECT_NE(file.find("\x90\x45\x7F"), std::string::npos);
}

}  // namespace
}  // namespace attacca::player
