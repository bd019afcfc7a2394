#include "hum_guard.h"

#include <gtest/gtest.h>

namespace attacca::analysis {
namespace {

HumGuard after(double from_db, double step_db, int count) {
    HumGuard guard;
    for (int i = 0; i < count; ++i) guard.hear(from_db + step_db * i);
    return guard;
}

TEST(HumGuard, KnowsTheMainsAndTheirMultiples) {
    const auto guard = after(-40.0, 0.0, 30);
    for (const double hz : {50.0, 60.0, 100.0, 120.0, 150.0, 180.0, 49.9, 60.2}) EXPECT_TRUE(guard.is_hum(hz)) << hz;
    for (const double hz : {49.0, 51.9, 55.0, 58.27, 61.74, 98.0, 123.5, 200.0, 250.0, 25.0})
        EXPECT_FALSE(guard.is_hum(hz)) << hz;
}

TEST(HumGuard, ALoudToneIsANoteAndAQuietOneBesideANoteIsNot) {
    EXPECT_FALSE(after(-12.0, 0.0, 30).is_hum(50.0));
    auto guard = after(-3.0, 0.0, 30);
    for (int i = 0; i < 30; ++i) guard.hear(-20.0);
    EXPECT_TRUE(guard.is_hum(50.0));
}

TEST(HumGuard, AFadingToneIsANote) {
    EXPECT_FALSE(after(-30.0, -0.12, 40).is_hum(100.0));
    EXPECT_TRUE(after(-30.0, -0.01, 40).is_hum(100.0));
}

TEST(HumGuard, HumFromTheFirstMomentIsHum) {
    EXPECT_FALSE(HumGuard().is_hum(50.0));
    EXPECT_TRUE(after(-60.0, 3.0, 6).is_hum(50.0));
}

}  // namespace
}  // namespace attacca::analysis
