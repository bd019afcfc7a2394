#include "note_roll_png.h"

#include <gtest/gtest.h>

#include "picture_axes.h"
#include "png_reading_test.h"

namespace attacca::app {
namespace {

constexpr PictureSize kSize{.width = 640, .height = 360};

analysis::FoundNote note(double onset_s, double offset_s, int pitch, float velocity) {
    return {.onset_s = onset_s,
            .offset_s = offset_s,
            .detected_s = offset_s,
            .note = {.midi_pitch = pitch, .velocity = velocity}};
}

int brightness(Color color) { return color.red + color.green + color.blue; }

Color middle(const PngPixels& pixels, const PixelBox& box) {
    return pixels.at(box.x + box.width / 2, box.y + box.height / 2);
}

TEST(NoteRoll, DrawsEachNoteInItsPlaceAndLoudOnesBrighter) {
    const std::vector<analysis::FoundNote> notes{note(0.0, 1.0, 60, 30), note(2.0, 4.0, 67, 120)};
    const NoteRollSpec spec{.begin_s = 0.0, .duration_s = 4.0, .size = kSize};
    const auto pixels = read_png(note_roll_png(notes, spec));
    ASSERT_EQ(pixels.width, kSize.width);
    const auto low = note_box(notes[0], notes, spec);
    const auto high = note_box(notes[1], notes, spec);
    EXPECT_GT(low.y, high.y);
    EXPECT_NEAR(static_cast<double>(high.width), 2.0 * static_cast<double>(low.width), 1.5);
    EXPECT_NEAR(static_cast<double>(low.right() + low.width), static_cast<double>(high.x), 1.0);
    EXPECT_GT(brightness(middle(pixels, high)), brightness(middle(pixels, low)));
    const PixelBox between{low.right() + 4, low.y, 1, low.height};
    EXPECT_EQ(middle(pixels, between), kPictureBackground);
}

TEST(NoteRoll, RepeatedNotesStayApart) {
    const std::vector<analysis::FoundNote> notes{note(0.0, 1.0, 60, 90), note(1.0, 2.0, 60, 90)};
    const NoteRollSpec spec{.begin_s = 0.0, .duration_s = 2.0, .size = kSize};
    const auto pixels = read_png(note_roll_png(notes, spec));
    const auto first = note_box(notes[0], notes, spec);
    EXPECT_EQ(pixels.at(first.right() - 1, first.y + 1), kPictureBackground);
    EXPECT_NE(pixels.at(first.right(), first.y + 1), kPictureBackground);
}

TEST(NoteRoll, ShortAndOutlyingNotesStayInThePlot) {
    const std::vector<analysis::FoundNote> notes{note(10.0, 10.001, 0, 90), note(19.9, 25.0, 127, 90)};
    const NoteRollSpec spec{.begin_s = 10.0, .duration_s = 10.0, .size = kSmallestPicture};
    for (const auto& found : notes) {
        const auto box = note_box(found, notes, spec);
        EXPECT_GE(box.width, 1U);
        EXPECT_LT(box.right(), kSmallestPicture.width);
        EXPECT_LT(box.bottom(), kSmallestPicture.height);
    }
    EXPECT_EQ(read_png(note_roll_png(notes, spec)).height, kSmallestPicture.height);
    EXPECT_EQ(read_png(note_roll_png({}, spec)).width, kSmallestPicture.width);
}

}  // namespace
}  // namespace attacca::app
