#include "bench/statistics.h"

#include <gtest/gtest.h>

namespace attacca::bench {
namespace {

TEST(Statistics, MedianOfOddCountIsTheMiddleValue) { EXPECT_DOUBLE_EQ(median({9, 1, 4}), 4); }

TEST(Statistics, MedianOfEvenCountLiesBetweenTheTwoMiddleValues) { EXPECT_DOUBLE_EQ(median({8, 1, 2, 4}), 3); }

TEST(Statistics, OneValueIsEveryPercentile) {
    for (const double share : {0.0, 0.1, 0.5, 0.99, 1.0}) EXPECT_DOUBLE_EQ(percentile({7}, share), 7);
}

TEST(Statistics, PercentilesRunFromLeastToGreatest) {
    std::vector<double> values;
    for (int i = 100; i >= 0; --i) values.push_back(i);
    EXPECT_DOUBLE_EQ(percentile(values, 0.0), 0);
    EXPECT_DOUBLE_EQ(percentile(values, 0.1), 10);
    EXPECT_DOUBLE_EQ(percentile(values, 0.995), 99.5);
    EXPECT_DOUBLE_EQ(percentile(values, 1.0), 100);
}

TEST(Statistics, OneOutlierDoesNotMoveTheMedian) { EXPECT_DOUBLE_EQ(median({1, 1, 1, 1, 1e9}), 1); }

TEST(Statistics, RatioPairsRoundsSoThatASlowSpellCancels) {
    // The machine is ten times slower in the last three rounds; unpaired medians would say 1.0.
    const std::vector<double> ours{1, 1, 10, 10, 10};
    const std::vector<double> theirs{2, 2, 20, 20, 20};
    EXPECT_DOUBLE_EQ(median_ratio(ours, theirs), 0.5);
}

}  // namespace
}  // namespace attacca::bench
