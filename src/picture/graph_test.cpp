#include "graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace attacca::picture {
namespace {

std::vector<float> spread_of(const std::vector<float>& values, std::size_t columns) {
    SmoothSpread spread;
    spread.resize(values.size(), columns);
    std::vector<float> made(columns, -1.0F);
    spread.spread(values, made);
    return made;
}

TEST(SmoothSpread, PassesThroughItsValues) {
    const std::vector<float> values{1.0F, 3.0F, 2.0F, 2.0F, 7.0F};
    const auto columns = spread_of(values, 45);  // The middle of each value's nine columns is its own.
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_FLOAT_EQ(columns[9 * i + 4], values[i]);
}

TEST(SmoothSpread, NeverLeavesWhatLiesBetweenTwoNeighbors) {
    std::mt19937 random(3);
    std::uniform_real_distribution<float> value(0.0F, 1.0F);
    std::vector<float> values(40);
    std::ranges::generate(values, [&] { return value(random); });
    const auto columns = spread_of(values, 1000);
    for (std::size_t x = 0; x < columns.size(); ++x) {
        const double place = std::clamp((static_cast<double>(x) + 0.5) * 0.04 - 0.5, 0.0, 39.0);
        const float one = values[static_cast<std::size_t>(place)];
        const float other = values[std::min<std::size_t>(static_cast<std::size_t>(place) + 1, 39)];
        EXPECT_GE(columns[x], std::min(one, other) - 1e-5F);
        EXPECT_LE(columns[x], std::max(one, other) + 1e-5F);
    }
}

TEST(SmoothSpread, OfMoreValuesThanColumnsNoPeakIsLost) {
    std::vector<float> values(997, 0.0F);
    for (const std::size_t peak : {0U, 1U, 500U, 996U}) {
        values[peak] = 1.0F;
        const auto columns = spread_of(values, 64);
        EXPECT_EQ(std::ranges::count(columns, 1.0F), 1);
        values[peak] = 0.0F;
    }
}

TEST(SmoothSpread, NothingAndOneValueAreNoHarm) {
    EXPECT_TRUE(spread_of({1.0F, 2.0F}, 0).empty());
    EXPECT_EQ(spread_of({}, 3), (std::vector<float>(3, -1.0F)));
    EXPECT_EQ(spread_of({5.0F}, 3), (std::vector<float>(3, 5.0F)));
    EXPECT_EQ(spread_of({1.0F, 5.0F}, 1), (std::vector<float>{5.0F}));
}

TEST(ReachOfGraph, CoversTheLineAndNotMuchMore) {
    std::vector<ColumnReach> reach(3);
    reach_of_graph(std::vector<float>{10.0F, 10.0F, 10.0F}, 2.0F, reach);
    EXPECT_FLOAT_EQ(reach[1].upper, 9.0F);
    EXPECT_FLOAT_EQ(reach[1].lower, 11.0F);
    reach_of_graph(std::vector<float>{10.0F, 210.0F, 10.0F}, 2.0F, reach);
    EXPECT_NEAR(reach[1].upper, 110.0F, 1.0F);
    EXPECT_NEAR(reach[1].lower, 210.0F, 1.0F);
}

}  // namespace
}  // namespace attacca::picture
