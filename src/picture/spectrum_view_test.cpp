#include "attacca/picture/spectrum_view.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <vector>

#include "pictures_test.h"

namespace attacca::picture {
namespace {

constexpr PictureSize kSize{480, 240};
constexpr std::array kStyles{SpectrumStyle::bars, SpectrumStyle::line, SpectrumStyle::filled, SpectrumStyle::circular};

SpectrumView view_in(SpectrumStyle style, PictureSize size = kSize, float scale = 1.0F) {
    SpectrumView view;
    view.resize(size, scale);
    view.set_style(style);
    return view;
}

/// Levels fall a little below what they held.
std::vector<float> held(std::vector<float> levels) {
    for (float& level : levels) level += 5.0F;
    return levels;
}

void set_moment(SpectrumView& view, std::size_t count, int moment) {
    view.set_levels(moving_levels(count, moment), held(moving_levels(count, moment / 4)));
}

/// Rows from the plot's bottom that differ from a picture without signal, in the middle of a column.
std::size_t lit_rows(const SpectrumView& view, const SpectrumView& silent, float x) {
    std::size_t rows = 0;
    const auto plot = view.plot();
    for (std::size_t y = plot.y; y < plot.bottom(); ++y) {
        const auto column = static_cast<std::size_t>(x);
        if (view.canvas().at(column, y) != silent.canvas().at(column, y)) ++rows;
    }
    return rows;
}

TEST(SpectrumView, PartsSentOneByOneAreThePictureDrawnAnew) {
    for (const SpectrumStyle style : kStyles) {
        for (const float scale : {1.0F, 1.5F}) {
            SpectrumView view = view_in(style, kSize, scale);
            view.set_equalizer(eight_bands());
            Screen screen(view);
            for (int moment = 0; moment < 40; ++moment) {
                set_moment(view, 64, moment);
                screen.show();
            }
            SpectrumView anew = view_in(style, kSize, scale);
            anew.set_equalizer(eight_bands());
            set_moment(anew, 64, 39);
            anew.draw();
            EXPECT_TRUE(same_pixels(screen.pixels(), anew.canvas())) << static_cast<int>(style) << " at " << scale;
        }
    }
}

TEST(SpectrumView, ChangesOfEverySettingReachTheScreen) {
    SpectrumView view = view_in(SpectrumStyle::filled);
    Screen screen(view);
    set_moment(view, 64, 0);
    screen.show();
    view.set_style(SpectrumStyle::bars);
    screen.show();
    view.set_equalizer(eight_bands());
    screen.show();
    view.set_theme(ThemeName::light);
    set_moment(view, 31, 1);
    screen.show();
    view.resize({500, 300}, 2.0F);
    screen.show();
    view.set_axes({.lowest_hz = 50.0, .highest_hz = 10000.0, .top_db = 6.0, .bottom_db = -60.0});
    screen.show();
    view.clear_equalizer();
    screen.show();

    SpectrumView anew = view_in(SpectrumStyle::bars, {500, 300}, 2.0F);
    anew.set_theme(ThemeName::light);
    anew.set_axes({.lowest_hz = 50.0, .highest_hz = 10000.0, .top_db = 6.0, .bottom_db = -60.0});
    set_moment(anew, 31, 1);
    anew.draw();
    // Shares were taken on the axes of their time; the next levels are on the new ones.
    set_moment(view, 31, 1);
    screen.show();
    EXPECT_TRUE(same_pixels(screen.pixels(), anew.canvas()));
}

/// As a hand moves bands about, takes hold of others and lets go.
void set_dragged(EqualizerCurve& curve, int moment) {
    const auto taken = static_cast<std::size_t>(moment / 7) % curve.settings.bands.size();
    dsp::Band& band = curve.settings.bands[taken];
    band.gain_db = 11.0 * std::sin(0.9 * moment);
    band.center_hz *= moment % 2 == 0 ? 1.2 : 0.8;
    curve.selected = moment % 5 == 0 ? std::nullopt : std::optional(taken);
    curve.hovered = moment % 3 == 0 ? std::optional((taken + 1) % 8) : std::nullopt;
    if (moment % 17 == 16) curve.settings.preamp_db -= 1.0;
    curve.engagement = moment % 23 == 22 ? Engagement::bypassed : Engagement::engaged;
}

TEST(SpectrumView, ADraggedCurveSentInPartsIsThePictureDrawnAnew) {
    for (const SpectrumStyle style : {SpectrumStyle::bars, SpectrumStyle::line, SpectrumStyle::filled}) {
        for (const float scale : {1.0F, 1.5F}) {
            SpectrumView view = view_in(style, kSize, scale);
            EqualizerCurve curve = eight_bands();
            view.set_equalizer(curve);
            Screen screen(view);
            for (int moment = 0; moment < 60; ++moment) {
                set_dragged(curve, moment);
                view.set_equalizer(curve);
                if (moment % 4 != 3) set_moment(view, 64, moment);
                screen.show();
                SpectrumView anew = view_in(style, kSize, scale);
                anew.set_equalizer(curve);
                set_moment(anew, 64, moment % 4 != 3 ? moment : moment - 1);
                anew.draw();
                ASSERT_TRUE(same_pixels(screen.pixels(), anew.canvas()))
                    << static_cast<int>(style) << " at " << scale << ", " << moment;
            }
        }
    }
}

TEST(SpectrumView, ADraggedBandCostsTheRowsThatItsCurveMovedThrough) {
    SpectrumView view = view_in(SpectrumStyle::bars, {1280, 400});
    EqualizerCurve curve = eight_bands();
    curve.selected = 3;
    view.set_equalizer(curve);
    Screen screen(view);
    screen.show();
    curve.settings.bands[3].gain_db += 0.5;
    view.set_equalizer(curve);
    EXPECT_LT(screen.show(), 1280U * 400U / 4U);
}

TEST(SpectrumView, WhatDoesNotMoveIsNotDrawn) {
    for (const SpectrumStyle style : kStyles) {
        SpectrumView view = view_in(style);
        set_moment(view, 64, 3);
        EXPECT_FALSE(view.draw().empty());
        EXPECT_TRUE(view.draw().empty());
        set_moment(view, 64, 3);
        view.set_theme(ThemeName::dark);
        view.resize(kSize, 1.0F);
        EXPECT_TRUE(view.draw().empty());
    }
}

TEST(SpectrumView, AMovingBarCostsThePixelsItMovedBy) {
    SpectrumView view = view_in(SpectrumStyle::bars, {1280, 400});
    Screen screen(view);
    std::vector<float> levels(64, -50.0F);
    view.set_levels(levels, {});
    EXPECT_EQ(screen.show(), 1280U * 400U);
    levels[20] = -45.0F;
    view.set_levels(levels, {});
    const double rows = 5.0 / 96.0 * static_cast<double>(view.plot().height);
    EXPECT_LT(static_cast<double>(screen.show()), 20.0 * (rows + 2.0));
}

TEST(SpectrumView, ALevelStandsAtItsPlace) {
    SpectrumView silent = view_in(SpectrumStyle::bars);
    silent.set_levels(std::vector<float>(10, -200.0F), {});
    silent.draw();
    SpectrumView view = view_in(SpectrumStyle::bars);
    std::vector<float> levels(10, -200.0F);
    levels[4] = -48.0F;
    view.set_levels(levels, {});
    view.draw();
    const auto plot = view.plot();
    const float middle_of_bar = static_cast<float>(plot.x) + 4.4F / 10.0F * static_cast<float>(plot.width);
    EXPECT_NEAR(static_cast<double>(lit_rows(view, silent, middle_of_bar)), 0.5 * static_cast<double>(plot.height),
                1.0);
    EXPECT_EQ(lit_rows(view, silent, middle_of_bar + 60.0F), 0U);
}

TEST(SpectrumView, LevelsThatAreNotFiniteLieAtTheBottom) {
    for (const SpectrumStyle style : kStyles) {
        SpectrumView silent = view_in(style);
        silent.set_levels(std::vector<float>(3, -200.0F), std::vector<float>(3, -200.0F));
        silent.draw();
        SpectrumView view = view_in(style);
        const std::vector<float> wrong{NAN, INFINITY, -INFINITY};
        view.set_levels(wrong, wrong);
        view.draw();
        EXPECT_TRUE(same_pixels(view.canvas(), silent.canvas()));
    }
}

TEST(SpectrumView, AnySizeAndNoLevelsAreDrawn) {
    for (const PictureSize size : kAwkwardSizes) {
        for (const SpectrumStyle style : kStyles) {
            for (const std::size_t count : {0U, 1U, 7U, 64U, 1024U}) {
                SpectrumView view = view_in(style, size, 2.0F);
                view.set_equalizer(eight_bands());
                set_moment(view, count, 0);
                view.draw();
                set_moment(view, count, 1);
                view.draw();
                EXPECT_EQ(view.canvas().size(), size);
                static_cast<void>(view.handle_at({3.0F, 3.0F}));
            }
        }
    }
}

TEST(SpectrumView, PlacesAndTheirInversesAgree) {
    SpectrumView view = view_in(SpectrumStyle::bars);
    view.set_equalizer(eight_bands());
    for (const double hz : {20.0, 440.0, 20000.0}) EXPECT_NEAR(view.frequency_at(view.x_of(hz)), hz, 1e-4 * hz);
    for (const double gain : {-12.0, -0.5, 0.0, 12.0}) EXPECT_NEAR(view.gain_at(view.y_of(gain)), gain, 1e-4);
    EXPECT_NEAR(view.x_of(20.0), static_cast<double>(view.plot().x), 1e-3);
    EXPECT_NEAR(view.x_of(20000.0), static_cast<double>(view.plot().right()), 1e-3);
    EXPECT_NEAR(view.y_of(12.0), static_cast<double>(view.plot().y), 1e-3);
}

TEST(SpectrumView, HandlesAreFoundWhereTheyAre) {
    SpectrumView view = view_in(SpectrumStyle::bars);
    EXPECT_FALSE(view.handle_at({100.0F, 100.0F}));
    EqualizerCurve curve = eight_bands();
    view.set_equalizer(curve);
    for (std::size_t band = 0; band < 8; ++band) {
        const Point at = view.handle(band);
        EXPECT_EQ(view.handle_at({at.x + 3.0F, at.y - 3.0F}), band);
        EXPECT_NEAR(view.frequency_at(at.x), curve.settings.bands[band].center_hz, 0.5);
        EXPECT_NEAR(view.gain_at(at.y), curve.settings.bands[band].gain_db, 0.01);
    }
    EXPECT_FALSE(view.handle_at({view.handle(0).x, view.handle(0).y + 40.0F}));
    view.set_style(SpectrumStyle::circular);
    EXPECT_FALSE(view.handle_at(view.handle(3)));
}

TEST(SpectrumView, OfHandlesInOnePlaceTheSelectedOneIsMeant) {
    SpectrumView view = view_in(SpectrumStyle::bars);
    EqualizerCurve curve;
    for (int i = 0; i < 3; ++i) curve.settings.bands.push_back({.center_hz = 1000.0, .gain_db = 3.0});
    curve.selected = 1;
    view.set_equalizer(curve);
    EXPECT_EQ(view.handle_at(view.handle(0)), 1U);
}

TEST(SpectrumView, TheGainAxisGrowsWithTheSettings) {
    SpectrumView view = view_in(SpectrumStyle::bars);
    EqualizerCurve curve = eight_bands();
    view.set_equalizer(curve);
    EXPECT_EQ(view.gain_range_db(), 12.0);
    curve.settings.bands[2].gain_db = -13.0;
    view.set_equalizer(curve);
    EXPECT_EQ(view.gain_range_db(), 24.0);
}

TEST(SpectrumView, BandsThatCannotBeDesignedAreNoHarm) {
    SpectrumView view = view_in(SpectrumStyle::bars);
    EqualizerCurve curve;
    curve.settings.preamp_db = NAN;
    curve.settings.bands = {{.center_hz = 0.0},
                            {.center_hz = 30000.0, .gain_db = 3.0},
                            {.center_hz = 100.0, .gain_db = NAN},
                            {.center_hz = 100.0, .gain_db = 3.0, .width = 0.0},
                            {.center_hz = NAN, .gain_db = 1.0}};
    curve.selected = 99;
    view.set_equalizer(curve);
    view.draw();
    for (std::size_t band = 0; band < 5; ++band) {
        EXPECT_TRUE(std::isfinite(view.handle(band).x));
        EXPECT_TRUE(std::isfinite(view.handle(band).y));
    }
}

}  // namespace
}  // namespace attacca::picture
