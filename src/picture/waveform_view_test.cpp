#include "attacca/picture/waveform_view.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "pictures_test.h"

namespace attacca::picture {
namespace {

constexpr PictureSize kSize{400, 80};

std::vector<WaveformColumn> columns(std::size_t count) {
    std::vector<WaveformColumn> made(count);
    for (std::size_t i = 0; i < count; ++i) {
        const float reach = 0.5F + 0.4F * std::sin(0.05F * static_cast<float>(i));
        made[i] = {-0.8F * reach, reach, 0.4F * reach};
    }
    return made;
}

WaveformView view_with(std::size_t count, double loaded = 1.0) {
    WaveformView view;
    view.resize(kSize, 1.0F);
    view.set_overview(columns(count), loaded);
    view.set_duration(100.0);
    return view;
}

TEST(WaveformView, PartsSentOneByOneAreThePictureDrawnAnew) {
    for (const std::size_t count : {7U, 400U, 4096U}) {
        WaveformView view = view_with(count);
        Screen screen(view);
        for (const double position_s : {0.0, 0.3, 12.0, 12.1, 50.0, 49.0, 3.0, 100.0, 77.7}) {
            view.set_position(position_s);
            view.set_hover(position_s > 40.0 ? std::optional(position_s + 1.0) : std::nullopt);
            screen.show();
            WaveformView anew = view_with(count);
            anew.set_position(position_s);
            anew.set_hover(position_s > 40.0 ? std::optional(position_s + 1.0) : std::nullopt);
            anew.draw();
            ASSERT_TRUE(same_pixels(screen.pixels(), anew.canvas())) << count << " columns at " << position_s;
        }
    }
}

TEST(WaveformView, AMovingPlayHeadCostsTheColumnsItPassed) {
    WaveformView view = view_with(400);
    Screen screen(view);
    view.set_position(20.0);
    EXPECT_EQ(screen.show(), 400U * 80U);
    view.set_position(20.5);  // Two pixels.
    EXPECT_LE(screen.show(), 6U * 80U);
    view.set_position(20.51);
    EXPECT_EQ(screen.show(), 0U);
}

TEST(WaveformView, WhatIsNotLoadedYetIsALine) {
    WaveformView half = view_with(400, 0.5);
    half.draw();
    WaveformView none = view_with(0, 0.0);
    none.draw();
    bool same_right = true;
    bool same_left = true;
    for (std::size_t y = 0; y < 60; ++y) {
        same_left &= half.canvas().at(100, y) == none.canvas().at(100, y);
        same_right &= half.canvas().at(300, y) == none.canvas().at(300, y);
    }
    EXPECT_FALSE(same_left);
    EXPECT_TRUE(same_right);
}

TEST(WaveformView, TimesAndPlacesAgree) {
    WaveformView view = view_with(400);
    EXPECT_NEAR(view.time_at(200.0F), 50.0, 1e-6);
    EXPECT_NEAR(view.x_of(50.0), 200.0, 1e-4);
    EXPECT_EQ(view.time_at(-10.0F), 0.0);
    EXPECT_EQ(view.time_at(1e6F), 100.0);
    view.set_duration(0.0);
    EXPECT_EQ(view.time_at(200.0F), 0.0);
    EXPECT_EQ(view.x_of(5.0), 0.0F);
}

TEST(WaveformView, WhatIsNotFiniteIsNoHarm) {
    auto wrong = columns(400);
    wrong[100] = {NAN, NAN, NAN};
    wrong[200] = {-INFINITY, INFINITY, 1.0F};
    for (const PictureSize size : kAwkwardSizes) {
        WaveformView view;
        view.resize(size, 2.0F);
        view.set_overview(wrong, NAN);
        view.set_overview(wrong, 1.0);
        view.set_duration(NAN);
        view.set_duration(10.0);
        view.set_position(NAN);
        view.set_hover(INFINITY);
        view.draw();
        view.set_hover(3.0);
        view.set_position(1e300);
        view.draw();
        EXPECT_EQ(view.canvas().size(), size);
    }
}

}  // namespace
}  // namespace attacca::picture
