#include "latency_grade.h"

#include <gtest/gtest.h>

namespace attacca::studio {
namespace {

TEST(LatencyGrade, ChangesAtTenAndTwentyMilliseconds) {
    EXPECT_EQ(latency_grade(0.0), LatencyGrade::green);
    EXPECT_EQ(latency_grade(9.99), LatencyGrade::green);
    EXPECT_EQ(latency_grade(10.0), LatencyGrade::yellow);
    EXPECT_EQ(latency_grade(19.99), LatencyGrade::yellow);
    EXPECT_EQ(latency_grade(20.0), LatencyGrade::red);
}

TEST(LatencyGrade, IsSaidInWordsToo) {
    EXPECT_EQ(latency_words(8.04), QStringLiteral("8.0 ms, green: short enough to play an instrument"));
    EXPECT_TRUE(latency_words(12.0).contains(QStringLiteral("yellow")));
    EXPECT_TRUE(latency_words(49.0).contains(QStringLiteral("red: for listening only")));
    EXPECT_TRUE(latency_words(50.0).contains(QStringLiteral("smaller buffer")));
}

}  // namespace
}  // namespace attacca::studio
