#include "png_canvas.h"

#include <gtest/gtest.h>

#include <utility>

#include "png_reading_test.h"

namespace attacca::app {
namespace {

constexpr Color kBlack{0, 0, 0};
constexpr Color kRed{255, 0, 0};

/// Left, right edge (one past) of what is red.
std::pair<std::size_t, std::size_t> red_columns(const PngPixels& pixels) {
    std::size_t left = pixels.width;
    std::size_t right = 0;
    for (std::size_t y = 0; y < pixels.height; ++y) {
        for (std::size_t x = 0; x < pixels.width; ++x) {
            if (pixels.at(x, y) != kRed) continue;
            left = std::min(left, x);
            right = std::max(right, x + 1);
        }
    }
    return {left, right};
}

TEST(PngCanvas, BoxesArriveInTheFileWhereTheyWereDrawn) {
    PngCanvas canvas({.width = 61, .height = 37}, kBlack);
    canvas.fill({.x = 10, .y = 20, .width = 3, .height = 2}, kRed);
    const auto pixels = read_png(canvas.png());
    ASSERT_EQ(pixels.width, 61U);
    ASSERT_EQ(pixels.height, 37U);
    for (std::size_t y = 0; y < pixels.height; ++y) {
        for (std::size_t x = 0; x < pixels.width; ++x) {
            const bool within = x >= 10 && x < 13 && y >= 20 && y < 22;
            ASSERT_EQ(pixels.at(x, y), within ? kRed : kBlack) << x << ", " << y;
        }
    }
}

TEST(PngCanvas, BlendsByShares) {
    PngCanvas canvas({.width = 2, .height = 1}, {100, 100, 100});
    canvas.blend({.x = 0, .y = 0, .width = 1, .height = 1}, {200, 100, 0}, 0.5);
    canvas.blend({.x = 1, .y = 0, .width = 1, .height = 1}, {200, 100, 0}, 0.0);
    const auto pixels = read_png(canvas.png());
    EXPECT_EQ(pixels.at(0, 0), (Color{150, 100, 50}));
    EXPECT_EQ(pixels.at(1, 0), (Color{100, 100, 100}));
}

TEST(PngCanvas, WhatLiesOutsideIsNotDrawn) {
    PngCanvas canvas({.width = 8, .height = 8}, kBlack);
    canvas.fill({.x = 6, .y = 6, .width = 100, .height = 100}, kRed);
    canvas.write("000", {.x = -2, .y = 0}, kRed);
    canvas.write("888", {.x = 9, .y = 9, .anchor = TextAnchor::left}, kRed);
    EXPECT_EQ(read_png(canvas.png()).at(7, 7), kRed);
}

TEST(PngCanvas, TextStandsAtItsAnchor) {
    const auto columns_of = [](TextAnchor anchor) {
        PngCanvas canvas({.width = 100, .height = 20}, kBlack);
        canvas.write("00", {.x = 50, .y = 10, .anchor = anchor}, kRed);
        return red_columns(read_png(canvas.png()));
    };
    using Edges = std::pair<std::size_t, std::size_t>;
    EXPECT_EQ(columns_of(TextAnchor::left), Edges(50, 61));
    EXPECT_EQ(columns_of(TextAnchor::right), Edges(39, 50));
    EXPECT_EQ(columns_of(TextAnchor::center), Edges(45, 56));
}

TEST(PngCanvas, LettersItDoesNotKnowLeaveASpace) {
    PngCanvas canvas({.width = 100, .height = 20}, kBlack);
    canvas.write("?0", {.x = 10, .y = 10, .anchor = TextAnchor::left}, kRed);
    EXPECT_EQ(red_columns(read_png(canvas.png())).first, 16U);
}

TEST(PngCanvas, LettersGrowWithThePicture) {
    EXPECT_EQ(PngCanvas::dot_of({.width = 240, .height = 160}), 1U);
    EXPECT_EQ(PngCanvas::dot_of({.width = 1280, .height = 720}), 2U);
    EXPECT_EQ(PngCanvas::dot_of({.width = 3840, .height = 2160}), 6U);
}

}  // namespace
}  // namespace attacca::app
