#include "attacca/player/capture_times.h"

#include <gtest/gtest.h>

namespace attacca::player {
namespace {

using std::chrono::milliseconds;

const CaptureClock::time_point kStart{std::chrono::hours(1)};

TEST(CaptureTimes, CountBackFromTheCycleThatBroughtTheBlock) {
    CaptureTimes times(1000.0);
    times.add({.first_frame = 0, .frames = 10, .cycle_began = kStart});
    times.add({.first_frame = 10, .frames = 10, .cycle_began = kStart + milliseconds(10)});
    EXPECT_EQ(times.captured_at(0), kStart - milliseconds(10));
    EXPECT_EQ(times.captured_at(9), kStart - milliseconds(1));
    EXPECT_EQ(times.captured_at(10), kStart);
    EXPECT_EQ(times.captured_at(25), kStart + milliseconds(15));
}

TEST(CaptureTimes, KnowBlocksOfAnyLengthAndWhatWasLostBetween) {
    CaptureTimes times(1000.0);
    times.add({.first_frame = 0, .frames = 3, .cycle_began = kStart});
    times.add({.first_frame = 3, .frames = 20, .cycle_began = kStart + milliseconds(500)});
    EXPECT_EQ(times.captured_at(2), kStart - milliseconds(1));
    EXPECT_EQ(times.captured_at(3), kStart + milliseconds(480));
}

TEST(CaptureTimes, AddWhatTheDeviceReports) {
    CaptureTimes times(1000.0);
    times.set_latency(30);
    times.add({.first_frame = 0, .frames = 10, .cycle_began = kStart});
    EXPECT_EQ(times.captured_at(0), kStart - milliseconds(30));
    times.set_latency(4);
    EXPECT_EQ(times.captured_at(0), kStart - milliseconds(10)) << "no device is faster than its blocks";
}

TEST(CaptureTimes, ForgetOldBlocks) {
    CaptureTimes times(1000.0);
    times.add({.first_frame = 0, .frames = 10, .cycle_began = kStart});
    times.add({.first_frame = 4000, .frames = 10, .cycle_began = kStart + milliseconds(4007)});
    EXPECT_EQ(times.captured_at(0), kStart - milliseconds(10));
    times.add({.first_frame = 4010, .frames = 10, .cycle_began = kStart + milliseconds(4017)});
    EXPECT_EQ(times.captured_at(0), kStart - milliseconds(3)) << "counted from the second";
}

}  // namespace
}  // namespace attacca::player
