#include "attacca/picture/level_meter_view.h"

#include <gtest/gtest.h>

#include <cmath>

#include "pictures_test.h"

namespace attacca::picture {
namespace {

constexpr std::array kDirections{MeterDirection::right, MeterDirection::up};

analysis::Levels levels(std::size_t channels, int moment) {
    analysis::Levels made;
    made.channel_count = channels;
    for (std::size_t i = 0; i < channels; ++i) {
        const float peak = -20.0F + 18.0F * std::sin(0.4F * static_cast<float>(moment) + static_cast<float>(i));
        made.channels[i] = {
            .peak_db = peak, .held_db = peak + 3.0F, .rms_db = peak - 9.0F, .true_peak_db = peak + 0.5F};
    }
    return made;
}

PictureSize size_of(MeterDirection direction) {
    return direction == MeterDirection::right ? PictureSize{300, 60} : PictureSize{100, 240};
}

std::size_t pixels_like(const Canvas& canvas, Color color) {
    std::size_t count = 0;
    for (std::size_t y = 0; y < canvas.size().height; ++y) {
        for (std::size_t x = 0; x < canvas.size().width; ++x) count += canvas.at(x, y) == color ? 1 : 0;
    }
    return count;
}

TEST(LevelMeterView, PartsSentOneByOneAreThePictureDrawnAnew) {
    for (const MeterDirection direction : kDirections) {
        for (const std::size_t channels : {1U, 2U, 8U}) {
            LevelMeterView view(direction);
            view.resize(size_of(direction), 1.0F);
            LevelMeterView anew(direction);
            anew.resize(size_of(direction), 1.0F);
            Screen screen(view);
            for (int moment = 0; moment < 30; ++moment) {
                view.set_levels(levels(channels, moment));
                anew.set_levels(levels(channels, moment));  // True peaks are those since the beginning.
                screen.show();
            }
            anew.draw();
            EXPECT_TRUE(same_pixels(screen.pixels(), anew.canvas())) << channels;
        }
    }
}

TEST(LevelMeterView, WhatDoesNotMoveIsNotDrawn) {
    LevelMeterView view;
    view.resize({300, 60}, 1.0F);
    view.set_levels(levels(2, 1));
    EXPECT_FALSE(view.draw().empty());
    view.set_levels(levels(2, 1));
    EXPECT_TRUE(view.draw().empty());
}

TEST(LevelMeterView, TheLampStaysLitUntilItIsPutOut) {
    const Color lamp = theme(ThemeName::dark).alarm;
    LevelMeterView view;
    view.resize({300, 60}, 1.0F);
    auto loud = levels(1, 0);
    loud.channels[0] = {.peak_db = -20.0F, .held_db = -20.0F, .rms_db = -30.0F, .true_peak_db = -0.1F};
    view.set_levels(loud);
    view.draw();
    EXPECT_EQ(pixels_like(view.canvas(), lamp), 0U);
    loud.channels[0].true_peak_db = 0.1F;
    view.set_levels(loud);
    loud.channels[0].true_peak_db = -6.0F;
    view.set_levels(loud);
    view.draw();
    EXPECT_GT(pixels_like(view.canvas(), lamp), 20U);
    view.clear_clips();
    view.draw();
    EXPECT_EQ(pixels_like(view.canvas(), lamp), 0U);
}

TEST(LevelMeterView, LevelsThatAreNotFiniteLieAtTheBottom) {
    analysis::Levels wrong;
    wrong.channel_count = 3;
    wrong.channels[0] = {NAN, NAN, NAN, NAN};
    wrong.channels[1] = {INFINITY, INFINITY, INFINITY, INFINITY};
    wrong.channels[2] = {-INFINITY, -INFINITY, -INFINITY, -INFINITY};
    analysis::Levels silent;
    silent.channel_count = 3;
    LevelMeterView view;
    LevelMeterView quiet;
    for (LevelMeterView* each : {&view, &quiet}) each->resize({300, 80}, 1.0F);
    view.set_levels(wrong);
    quiet.set_levels(silent);
    view.draw();
    quiet.draw();
    EXPECT_TRUE(same_pixels(view.canvas(), quiet.canvas()));
}

TEST(LevelMeterView, AnySizeIsDrawn) {
    for (const PictureSize size : kAwkwardSizes) {
        for (const MeterDirection direction : kDirections) {
            for (const std::size_t channels : {0U, 1U, 8U}) {
                LevelMeterView view(direction);
                view.resize(size, 2.0F);
                view.set_levels(levels(channels, 0));
                view.draw();
                EXPECT_EQ(view.canvas().size(), size);
            }
        }
    }
}

}  // namespace
}  // namespace attacca::picture
