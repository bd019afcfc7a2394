#include "attacca/picture/piano_roll_view.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <vector>

#include "pictures_test.h"

namespace attacca::picture {
namespace {

int brightness(Color color) { return color.red + color.green + color.blue; }

Color middle(const Canvas& canvas, const PixelBox& box) {
    return canvas.at(box.x + box.width / 2, box.y + box.height / 2);
}

PianoRollView view_of(std::span<const RollNote> notes, const RollWindow& window, PictureSize size = {640, 360}) {
    PianoRollView view;
    view.resize(size, 1.0F);
    view.set_window(window);
    view.set_pitches(pitches_around(notes));
    view.set_notes(notes);
    view.draw();
    return view;
}

TEST(PianoRollView, DrawsEachNoteInItsPlaceAndLoudOnesBrighter) {
    const std::vector<RollNote> notes{{0.0, 1.0, 60, 30.0F}, {2.0, 4.0, 67, 120.0F}};
    const PianoRollView view = view_of(notes, {.begin_s = 0.0, .duration_s = 4.0});
    const auto low = view.box_of(notes[0]);
    const auto high = view.box_of(notes[1]);
    EXPECT_GT(low.y, high.y);
    EXPECT_NEAR(static_cast<double>(high.width), 2.0 * static_cast<double>(low.width), 1.5);
    EXPECT_NEAR(static_cast<double>(low.right() + low.width), static_cast<double>(high.x), 1.0);
    EXPECT_GT(brightness(middle(view.canvas(), high)), brightness(middle(view.canvas(), low)));
    EXPECT_EQ(middle(view.canvas(), {low.right() + 4, low.y + 1, 1, low.height - 2}), theme(ThemeName::dark).panel);
    EXPECT_NEAR(view.time_at(static_cast<float>(high.x)), 2.0, 0.01);
}

TEST(PianoRollView, RepeatedNotesStayApart) {
    const std::vector<RollNote> notes{{0.0, 1.0, 60, 90.0F}, {1.0, 2.0, 60, 90.0F}};
    const PianoRollView view = view_of(notes, {.begin_s = 0.0, .duration_s = 2.0});
    const auto first = view.box_of(notes[0]);
    const std::size_t row = first.y + first.height / 2;
    EXPECT_LT(brightness(view.canvas().at(first.right() - 1, row)),
              brightness(view.canvas().at(first.right() + 1, row)));
}

TEST(PianoRollView, ShortAndOutlyingNotesStayInThePlot) {
    const std::vector<RollNote> notes{{10.0, 10.001, 0, 90.0F}, {19.9, 25.0, 127, 90.0F}};
    const PianoRollView view = view_of(notes, {.begin_s = 10.0, .duration_s = 10.0}, {240, 160});
    for (const auto& note : notes) {
        const auto box = view.box_of(note);
        EXPECT_GE(box.width, 1U);
        EXPECT_LE(box.right(), view.plot().right());
        EXPECT_LE(box.bottom(), view.plot().bottom());
    }
    EXPECT_TRUE(view.box_of({30.0, 31.0, 60, 90.0F}).empty());
    EXPECT_TRUE(view.box_of({0.0, 1.0, 60, 90.0F}).empty());
}

TEST(PianoRollView, NotesThatAreNoneAreNotDrawn) {
    const std::vector<RollNote> notes{
        {NAN, 1.0, 60, 90.0F}, {0.0, INFINITY, 60, 90.0F}, {0.0, 1.0, -1, 90.0F}, {0.0, 1.0, 128, NAN}};
    const PianoRollView none = view_of({}, {.begin_s = 0.0, .duration_s = 2.0});
    EXPECT_TRUE(same_pixels(view_of(notes, {.begin_s = 0.0, .duration_s = 2.0}).canvas(), none.canvas()));
    const std::vector<RollNote> mute{{0.0, 1.0, 60, NAN}};
    EXPECT_FALSE(same_pixels(view_of(mute, {.begin_s = 0.0, .duration_s = 2.0}).canvas(), none.canvas()));
}

TEST(PianoRollView, DrawsOnlyWhenSomethingMovedByAPixel) {
    const std::vector<RollNote> notes{{0.0, 1.0, 60, 90.0F}};
    PianoRollView view = view_of(notes, {.begin_s = 0.0, .duration_s = 10.0});
    EXPECT_TRUE(view.draw().empty());
    view.set_notes(notes);
    view.set_window({.begin_s = 0.0001, .duration_s = 10.0});
    EXPECT_TRUE(view.draw().empty());
    view.set_window({.begin_s = 0.1, .duration_s = 10.0});
    EXPECT_FALSE(view.draw().empty());
    view.set_playhead(5.0);
    EXPECT_FALSE(view.draw().empty());
    view.set_playhead(5.0001);
    EXPECT_TRUE(view.draw().empty());
    view.set_playhead(NAN);
    EXPECT_FALSE(view.draw().empty());
}

std::vector<RollNote> many_notes() {
    std::vector<RollNote> notes;
    for (int i = 0; i < 80; ++i) notes.push_back({0.13 * i, 0.13 * i + 0.02 * (i % 30), 50 + (i * 7) % 30, 90.0F});
    return notes;
}

TEST(PianoRollView, ScrollingSentInPartsIsThePictureDrawnAnew) {
    for (const float scale : {1.0F, 1.5F, 2.0F}) {
        std::vector<RollNote> notes = many_notes();
        PianoRollView view;
        view.resize({480, 240}, scale);
        view.set_pitches({45, 85});
        Screen screen(view);
        double begin_s = 0.0;
        for (int moment = 0; moment < 90; ++moment) {
            begin_s += moment % 11 == 10 ? -0.3 : moment % 19 == 18 ? 6.0 : 0.031 * (moment % 4);
            if (moment % 3 == 0) notes.back() = {begin_s + 1.0, begin_s + 1.1 + 0.05 * moment, 60, 100.0F};
            if (moment % 13 == 12) notes.push_back({begin_s + 2.0, begin_s + 2.4, 70, 60.0F});
            if (moment % 29 == 28) notes.resize(notes.size() / 2);
            const auto show = [&](PianoRollView& shown) {
                shown.set_notes(notes);
                shown.set_window({.begin_s = begin_s, .duration_s = 5.0});
                shown.set_playhead(moment % 7 == 6 ? std::nullopt : std::optional(begin_s + 0.04 * (moment % 50)));
            };
            show(view);
            screen.show();
            PianoRollView anew;
            anew.resize({480, 240}, scale);
            anew.set_pitches({45, 85});
            show(anew);
            anew.draw();
            ASSERT_TRUE(same_pixels(screen.pixels(), anew.canvas())) << moment << " at " << scale;
        }
    }
}

TEST(PianoRollView, ANoteThatGrowsCostsItsOwnPixels) {
    std::vector<RollNote> notes = many_notes();
    PianoRollView view = view_of(notes, {.begin_s = 0.0, .duration_s = 12.0});
    Screen screen(view);
    notes.back().offset_s += 0.2;
    view.set_notes(notes);
    EXPECT_LT(screen.show(), 640U * 360U / 10U);
}

TEST(PianoRollView, AnySizeAndAnyScaleAreDrawn) {
    const std::vector<RollNote> notes{{0.0, 1.0, 60, 90.0F}};
    for (const PictureSize size : kAwkwardSizes) EXPECT_EQ(view_of(notes, {0.0, 2.0}, size).canvas().size(), size);
}

TEST(PitchesAround, ShowTwoOctavesAtLeastAndNoMoreThanThereAre) {
    EXPECT_EQ(pitches_around({}), (PitchRange{49, 72}));
    const std::vector<RollNote> wide{{0.0, 1.0, 0, 1.0F}, {0.0, 1.0, 127, 1.0F}};
    EXPECT_EQ(pitches_around(wide), (PitchRange{0, 127}));
}

}  // namespace
}  // namespace attacca::picture
