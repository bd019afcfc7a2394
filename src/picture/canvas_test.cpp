#include "attacca/picture/canvas.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "blend.h"
#include "pictures_test.h"

namespace attacca::picture {
namespace {

constexpr Color kBlack{0, 0, 0};
constexpr Color kWhite{255, 255, 255};
constexpr Color kRed{255, 0, 0};
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// How much white there is on black, in pixels.
double covered(const Canvas& canvas) {
    double sum = 0.0;
    for (std::size_t y = 0; y < canvas.size().height; ++y) {
        for (std::size_t x = 0; x < canvas.size().width; ++x) sum += canvas.at(x, y).green / 255.0;
    }
    return sum;
}

/// The columns that are not black: first, and one past the last.
std::pair<std::size_t, std::size_t> used_columns(const Canvas& canvas) {
    std::size_t left = canvas.size().width;
    std::size_t right = 0;
    for (std::size_t y = 0; y < canvas.size().height; ++y) {
        for (std::size_t x = 0; x < canvas.size().width; ++x) {
            if (canvas.at(x, y) == kBlack) continue;
            left = std::min(left, x);
            right = std::max(right, x + 1);
        }
    }
    return {left, right};
}

TEST(Blend, EveryShareIsRoundedToTheNearest) {
    for (std::uint32_t share = 0; share < 256; ++share) {
        for (std::uint32_t below = 0; below < 256; below += 5) {
            for (std::uint32_t above = 0; above < 256; above += 3) {
                const double expected = (below * (255.0 - share) + above * share) / 255.0;
                const std::uint32_t pixel = blended(below * 0x01010101U, above * 0x01010101U, share);
                ASSERT_NEAR(pixel & 0xFFU, expected, 0.501);
                ASSERT_EQ(pixel, (pixel & 0xFFU) * 0x01010101U);
            }
        }
    }
}

TEST(Canvas, ABoxIsBlendedAsEachOfItsPixels) {
    for (const std::size_t width : {1U, 3U, 4U, 7U, 64U, 253U}) {
        for (const std::uint8_t alpha : std::initializer_list<std::uint8_t>{0, 1, 77, 128, 254}) {
            Canvas canvas({.size = {width, 1}});
            for (std::size_t x = 0; x < width; ++x) canvas.fill({x, 0, 1, 1}, {static_cast<std::uint8_t>(x), 200, 31});
            canvas.fill(whole(canvas), Color{250, 3, 97}.with_alpha(alpha));
            for (std::size_t x = 0; x < width; ++x) {
                const std::uint32_t before = canvas.packed({static_cast<std::uint8_t>(x), 200, 31});
                ASSERT_EQ(canvas.row(0)[x], blended(before, canvas.packed({250, 3, 97}), alpha)) << x;
            }
        }
    }
}

TEST(Canvas, BytesLieInTheOrderAskedFor) {
    for (const PixelOrder order : {PixelOrder::rgba, PixelOrder::bgra}) {
        Canvas canvas({.size = {2, 1}, .order = order});
        canvas.fill({1, 0, 1, 1}, {10, 20, 30});
        const auto bytes = canvas.bytes();
        ASSERT_EQ(bytes.size(), 8U);
        const bool rgba = order == PixelOrder::rgba;
        EXPECT_EQ(bytes[4], rgba ? 10 : 30);
        EXPECT_EQ(bytes[5], 20);
        EXPECT_EQ(bytes[6], rgba ? 30 : 10);
        EXPECT_EQ(bytes[7], 255);
        EXPECT_EQ(canvas.at(1, 0), (Color{10, 20, 30}));
        EXPECT_EQ(canvas.at(0, 0), kBlack);
    }
}

TEST(Canvas, BoxesAreCutAtItsEdgesAndBlendByAlpha) {
    Canvas canvas({.size = {8, 8}});
    canvas.fill({6, 6, 100, 100}, kRed);
    canvas.fill({100, 0, 5, 5}, kWhite);
    canvas.fill({0, 0, 1, 1}, kWhite.with_alpha(51));
    EXPECT_EQ(canvas.at(7, 7), kRed);
    EXPECT_EQ(canvas.at(5, 7), kBlack);
    EXPECT_EQ(canvas.at(0, 0), (Color{51, 51, 51}));
}

TEST(Canvas, AGradientBeginsAndEndsWithItsColors) {
    Canvas canvas({.size = {2, 11}});
    canvas.fill_gradient(whole(canvas), {200, 0, 0}, {0, 100, 0});
    EXPECT_EQ(canvas.at(0, 0), (Color{200, 0, 0}));
    EXPECT_EQ(canvas.at(1, 10), (Color{0, 100, 0}));
    EXPECT_EQ(canvas.at(1, 5), (Color{100, 50, 0}));
}

TEST(Canvas, ShapesCoverTheirAreas) {
    constexpr double kPi = std::numbers::pi;
    const auto area = [](auto&& draw) {
        Canvas canvas({.size = {100, 100}});
        draw(canvas);
        return covered(canvas);
    };
    EXPECT_NEAR(area([](Canvas& c) { c.fill_disc({50.3F, 49.2F}, 20.0F, kWhite); }), kPi * 400.0, 3.0);
    EXPECT_NEAR(area([](Canvas& c) { c.draw_circle({50, 50}, 20.0F, 3.0F, kWhite); }), kPi * 2.0 * 20.0 * 3.0, 3.0);
    EXPECT_NEAR(area([](Canvas& c) {
                    c.draw_line(std::vector<Point>{{20, 20}, {80, 60}}, 4.0F, kWhite);
                }),
                4.0 * std::hypot(60.0, 40.0) + kPi * 4.0, 1.0);
    EXPECT_NEAR(area([](Canvas& c) {
                    c.draw_line(std::vector<Point>{{20, 20}, {20, 80}, {80, 80}}, 2.0F, kWhite);
                }),
                240.0 + kPi, 1.0);
    EXPECT_NEAR(area([](Canvas& c) { c.fill_box({1.5F, 2.25F}, {4.5F, 4.75F}, kWhite); }), 7.5, 0.05);
    EXPECT_NEAR(area([](Canvas& c) {
                    c.fill_rounded_box({10, 10}, {30, 20}, 4.0F, kWhite);
                }),
                200.0 - (4.0 - kPi) * 16.0, 0.5);
    EXPECT_NEAR(area([](Canvas& c) {
                    c.fill_columns(10, std::vector<ColumnReach>{{1.25F, 3.5F}, {2.0F, 2.0F}, {0.5F, 0.75F}}, kWhite);
                }),
                2.5, 0.02);
}

TEST(Canvas, ShapesThatAreNotFiniteOrLieOutsideAreNotDrawn) {
    Canvas canvas({.size = {16, 16}});
    canvas.fill_disc({kNan, 5}, 3.0F, kWhite);
    canvas.fill_disc({5, 5}, kNan, kWhite);
    canvas.fill_disc({5, 5}, -1.0F, kWhite);
    canvas.draw_line(std::vector<Point>{{0, 0}, {kNan, 5}}, 2.0F, kWhite);
    canvas.draw_line(std::vector<Point>{{3, 3}}, 2.0F, kWhite);
    canvas.draw_line({}, 2.0F, kWhite);
    canvas.fill_columns(3, std::vector<ColumnReach>{{kNan, 5.0F}, {9.0F, 4.0F}}, kWhite);
    canvas.fill_columns(99, std::vector<ColumnReach>{{0.0F, 5.0F}}, kWhite);
    canvas.write("A", {.x = kNan, .y = 5.0F}, kWhite);
    canvas.write("A", {.x = 5.0F, .y = 5.0F, .size_px = kNan}, kWhite);
    canvas.fill_disc({-50, -50}, 20.0F, kWhite);
    canvas.write("Outside", {.x = 200.0F, .y = 5.0F}, kWhite);
    canvas.write("Above", {.x = 0.0F, .y = -50.0F}, kWhite);
    EXPECT_EQ(covered(canvas), 0.0);
}

TEST(Canvas, EverythingFitsOnAnySize) {
    for (const PictureSize size : kAwkwardSizes) {
        Canvas canvas({.size = size, .scale = 2.0F});
        canvas.fill({0, 0, 9, 9}, kRed);
        canvas.fill_disc({3, 3}, 30.0F, kWhite);
        canvas.draw_line(std::vector<Point>{{-20, -20}, {50, 60}}, 5.0F, kRed);
        canvas.fill_columns(0, std::array<ColumnReach, 20>{{{0.0F, 9.0F}}}, kWhite);
        canvas.write("gÅ−♯", {.x = -3.0F, .y = 3.0F, .size_px = 13.0F}, kRed);
        EXPECT_EQ(canvas.bytes().size(), 4 * size.width * size.height);
    }
}

TEST(CanvasText, StandsAtItsAnchor) {
    const float width = Canvas::text_width("HH", 12.0F);
    const auto columns_of = [](TextAnchor anchor) {
        Canvas canvas({.size = {100, 20}});
        canvas.write("HH", {.x = 50.0F, .y = 10.0F, .size_px = 12.0F, .anchor = anchor}, kWhite);
        return used_columns(canvas);
    };
    const auto [left, right] = columns_of(TextAnchor::left);
    EXPECT_NEAR(static_cast<double>(left), 51.0, 1.0);
    EXPECT_NEAR(static_cast<double>(right), 50.0 + static_cast<double>(width) - 1.0, 1.1);
    EXPECT_NEAR(static_cast<double>(columns_of(TextAnchor::right).second), 49.0, 1.0);
    const auto [center_left, center_right] = columns_of(TextAnchor::center);
    EXPECT_NEAR(0.5 * static_cast<double>(center_left + center_right), 50.0, 1.0);
}

TEST(CanvasText, SmallLettersStandOnWholePixels) {
    // The serifless H has nothing but uprights and a bar: its first and last row are as dark as those between.
    for (const float size_px : {10.0F, 11.0F, 12.0F, 13.0F, 14.0F}) {
        Canvas canvas({.size = {30, 30}});
        canvas.write("H", {.x = 5.0F, .y = 15.0F, .size_px = size_px}, kWhite);
        std::vector<double> rows;
        for (std::size_t y = 0; y < 30; ++y) {
            double sum = 0.0;
            for (std::size_t x = 0; x < 30; ++x) sum += canvas.at(x, y).green / 255.0;
            if (sum > 0.0) rows.push_back(sum);
        }
        ASSERT_GT(rows.size(), 6U) << size_px;
        EXPECT_NEAR(rows.front(), rows[1], 0.02) << size_px;
        EXPECT_NEAR(rows.back(), rows[1], 0.02) << size_px;
    }
}

TEST(CanvasText, LargeLettersMadeSmallAreTheSmallOnes) {
    constexpr std::size_t kTimes = 8;
    Canvas small({.size = {240, 60}});
    Canvas large({.size = {240 * kTimes, 60 * kTimes}});
    small.write("Ag8♯%&", {.x = 4.0F, .y = 32.0F, .size_px = 40.0F}, kWhite);
    large.write("Ag8♯%&", {.x = 4.0F * kTimes, .y = 32.0F * kTimes, .size_px = 40.0F * kTimes}, kWhite);
    double worst = 0.0;
    double total = 0.0;
    for (std::size_t y = 0; y < 60; ++y) {
        for (std::size_t x = 0; x < 240; ++x) {
            double sum = 0.0;
            for (std::size_t i = 0; i < kTimes * kTimes; ++i)
                sum += large.at(kTimes * x + i % kTimes, kTimes * y + i / kTimes).green;
            const double difference = std::fabs(sum / (kTimes * kTimes) - small.at(x, y).green);
            worst = std::max(worst, difference);
            total += difference / 255.0;
        }
    }
    // Large letters begin on a whole pixel, so that each may be off by half of one; none is missing or misshapen.
    EXPECT_LT(total, 0.35 * covered(small));
    EXPECT_NEAR(covered(large) / (kTimes * kTimes), covered(small), 0.02 * covered(small));
    EXPECT_GT(worst, 0.0);
}

TEST(CanvasText, LettersItDoesNotKnowLeaveTheSpaceOfADigit) {
    EXPECT_FLOAT_EQ(Canvas::text_width("漢", 16.0F), Canvas::text_width("0", 16.0F));
    Canvas canvas({.size = {100, 20}});
    canvas.write("漢", {.x = 10.0F, .y = 10.0F}, kWhite);
    EXPECT_EQ(covered(canvas), 0.0);
}

TEST(CanvasText, BrokenUtf8IsReadAsQuestionMarks) {
    const float mark = Canvas::text_width("?", 16.0F);
    EXPECT_FLOAT_EQ(Canvas::text_width("\xE2\x99", 16.0F), 2.0F * mark);
    EXPECT_FLOAT_EQ(Canvas::text_width("\xFF", 16.0F), mark);
    EXPECT_FLOAT_EQ(Canvas::text_width("\xE2\x99\xAF", 16.0F), Canvas::text_width("♯", 16.0F));
}

TEST(Canvas, NothingIsDrawnOutsideItsClip) {
    const PixelBox clip{9, 7, 20, 11};
    const auto draw = [](Canvas& canvas) {
        canvas.fill({3, 3, 30, 9}, {.red = 200, .green = 10, .blue = 90});
        canvas.fill({0, 9, 40, 2}, Color{.red = 20, .green = 250, .blue = 90}.with_alpha(120));
        canvas.fill_disc({20.0F, 14.0F}, 9.0F, {.red = 255, .green = 255, .blue = 20, .alpha = 200});
        canvas.write("C♯4", {.x = 6.0F, .y = 12.0F, .size_px = 14.0F}, {.red = 255, .green = 255, .blue = 255});
        const std::vector<ColumnReach> columns(40, {5.25F, 14.75F});
        canvas.fill_columns(0, columns, Color{.red = 10, .green = 90, .blue = 250}.with_alpha(90));
    };
    Canvas whole({.size = {40, 24}});
    draw(whole);
    Canvas clipped({.size = {40, 24}});
    clipped.set_clip(clip);
    draw(clipped);
    for (std::size_t y = 0; y < 24; ++y) {
        for (std::size_t x = 0; x < 40; ++x) {
            const bool inside = x >= clip.x && x < clip.right() && y >= clip.y && y < clip.bottom();
            ASSERT_EQ(clipped.at(x, y), inside ? whole.at(x, y) : Color{}) << x << ", " << y;
        }
    }
    clipped.clear_clip();
    clipped.fill({0, 0, 1, 1}, {.red = 1, .green = 2, .blue = 3});
    EXPECT_EQ(clipped.at(0, 0), (Color{.red = 1, .green = 2, .blue = 3}));
}

}  // namespace
}  // namespace attacca::picture
