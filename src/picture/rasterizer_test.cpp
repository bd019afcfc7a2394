#include "rasterizer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

namespace attacca::picture {
namespace {

struct Corner {
    double x, y;
};

/// The part of a polygon on one side of a line: where `side` is not negative.
template <class Side>
std::vector<Corner> cut(const std::vector<Corner>& corners, Side side) {
    std::vector<Corner> kept;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Corner from = corners[i];
        const Corner to = corners[(i + 1) % corners.size()];
        const double a = side(from);
        const double b = side(to);
        if (a >= 0.0) kept.push_back(from);
        if ((a >= 0.0) != (b >= 0.0))
            kept.push_back({from.x + a / (a - b) * (to.x - from.x), from.y + a / (a - b) * (to.y - from.y)});
    }
    return kept;
}

/// The area that a polygon has within a pixel, in double precision.
double share_of_pixel(const std::vector<Corner>& polygon, double x, double y) {
    auto part = cut(polygon, [&](Corner c) { return c.x - x; });
    part = cut(part, [&](Corner c) { return x + 1.0 - c.x; });
    part = cut(part, [&](Corner c) { return c.y - y; });
    part = cut(part, [&](Corner c) { return y + 1.0 - c.y; });
    double area = 0.0;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const Corner from = part[i];
        const Corner to = part[(i + 1) % part.size()];
        area += 0.5 * (from.x * to.y - to.x * from.y);
    }
    return std::fabs(area);
}

std::vector<std::uint8_t> shares(const std::vector<Point>& corners, std::size_t width, std::size_t height) {
    Rasterizer rasterizer;
    rasterizer.begin(width, height);
    rasterizer.add_polygon(corners);
    std::vector<std::uint8_t> pixels(width * height);
    rasterizer.finish([&](std::size_t y, std::size_t first, std::span<const std::uint8_t> row) {
        for (std::size_t i = 0; i < row.size(); ++i) pixels[y * width + first + i] = row[i];
    });
    return pixels;
}

void expect_exact(const std::vector<Point>& corners, std::size_t width, std::size_t height) {
    std::vector<Corner> polygon;
    for (const Point corner : corners) polygon.push_back({corner.x, corner.y});
    const auto drawn = shares(corners, width, height);
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            const double expected = 255.0 * share_of_pixel(polygon, static_cast<double>(x), static_cast<double>(y));
            ASSERT_NEAR(drawn[y * width + x], expected, 1.01) << x << ", " << y;
        }
    }
}

/// A star around a point within the picture, whose corners may lie far outside.
std::vector<Point> star(std::mt19937& random, float size) {
    std::uniform_real_distribution<float> share(0.1F, 1.0F);
    std::vector<Point> corners;
    const Point center{size * share(random), size * share(random)};
    for (int i = 0; i < 9; ++i) {
        const float angle = static_cast<float>(i) / 9.0F * 2.0F * std::numbers::pi_v<float>;
        const float radius = size * share(random);
        corners.push_back({center.x + radius * std::cos(angle), center.y + radius * std::sin(angle)});
    }
    return corners;
}

TEST(Rasterizer, SharesAreAreasToOneStep) {
    std::mt19937 random(1);
    for (const std::size_t size : {1U, 7U, 33U}) {
        for (int i = 0; i < 60; ++i) expect_exact(star(random, static_cast<float>(size)), size, size);
    }
}

TEST(Rasterizer, ThinShapesAndWholePixelsAreExact) {
    expect_exact({{2, 1}, {5, 1}, {5, 4}, {2, 4}}, 7, 7);
    expect_exact({{2.25F, 1.5F}, {2.5F, 1.5F}, {2.5F, 6.75F}, {2.25F, 6.75F}}, 7, 7);
    expect_exact({{0, 3}, {7, 3.1F}, {7, 3.2F}, {0, 3.1F}}, 7, 7);
    expect_exact({{-100, -100}, {100, -100}, {100, 100}, {-100, 100}}, 7, 7);
    expect_exact({{-50, 3}, {60, 3.5F}, {3, 60}}, 7, 7);
}

TEST(Rasterizer, AContourTheOtherWayRoundIsAHole) {
    Rasterizer rasterizer;
    rasterizer.begin(8, 8);
    rasterizer.add_polygon(std::vector<Point>{{0, 0}, {8, 0}, {8, 8}, {0, 8}});
    rasterizer.add_polygon(std::vector<Point>{{2, 2}, {2, 6}, {6, 6}, {6, 2}});
    rasterizer.finish([](std::size_t y, std::size_t first, std::span<const std::uint8_t> row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::size_t x = first + i;
            const bool hole = x >= 2 && x < 6 && y >= 2 && y < 6;
            EXPECT_EQ(row[i], hole ? 0 : 255) << x << ", " << y;
        }
    });
}

TEST(Rasterizer, WhatIsNotFiniteOrHasNoAreaLeavesNothing) {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const std::vector<std::uint8_t> nothing(49, 0);
    EXPECT_EQ(shares({{0, 0}, {kNan, 3}, {3, 3}}, 7, 7), nothing);
    EXPECT_EQ(shares({{0, 0}, {kInfinity, 3}, {3, 3}}, 7, 7), nothing);
    EXPECT_EQ(shares({{1, 1}, {5, 5}}, 7, 7), nothing);
    EXPECT_EQ(shares({{1, 1}, {5, 1}, {3, 1}}, 7, 7), nothing);
    EXPECT_TRUE(shares({{0, 0}, {3, 0}, {3, 3}}, 0, 0).empty());
}

TEST(Rasterizer, IsEmptyAfterwards) {
    Rasterizer rasterizer;
    rasterizer.begin(7, 7);
    rasterizer.add_polygon(std::vector<Point>{{0, 0}, {7, 0}, {7, 7}, {0, 7}});
    rasterizer.finish([](std::size_t, std::size_t, std::span<const std::uint8_t>) {});
    rasterizer.begin(7, 7);
    rasterizer.add_polygon(std::vector<Point>{{1, 1}, {2, 1}, {2, 2}, {1, 2}});
    std::size_t covered = 0;
    rasterizer.finish([&](std::size_t, std::size_t, std::span<const std::uint8_t> row) {
        for (const auto share : row) covered += share;
    });
    EXPECT_EQ(covered, 255U);
}

}  // namespace
}  // namespace attacca::picture
