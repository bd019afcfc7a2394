#include "device/pipewire/cycles.h"

#include <gtest/gtest.h>

namespace attacca::device {
namespace {

constexpr std::uint64_t kCycleNs = 5'333'333;

/// The clock of the graph at its cycle number `index`, 256 frames each.
spa_io_clock clock_at(std::uint64_t index, std::uint32_t driver = 1) {
    spa_io_clock clock{};
    clock.id = driver;
    clock.duration = 256;
    clock.position = index * 256;
    clock.nsec = index * kCycleNs;
    clock.next_nsec = (index + 1) * kCycleNs;
    return clock;
}

TEST(PipewireCycles, CountsNothingWhileEveryCycleIsMet) {
    PipewireCycles cycles;
    for (std::uint64_t index = 10; index < 20; ++index) {
        EXPECT_FALSE(cycles.begin(clock_at(index)));
        EXPECT_FALSE(cycles.finish(index * kCycleNs + 1000));
    }
}

TEST(PipewireCycles, FindsACycleThatWentByUnseen) {
    PipewireCycles cycles;
    EXPECT_FALSE(cycles.begin(clock_at(1)));
    EXPECT_FALSE(cycles.finish(kCycleNs + 1000));
    EXPECT_TRUE(cycles.begin(clock_at(3)));
    EXPECT_FALSE(cycles.finish(3 * kCycleNs + 1000));
    EXPECT_FALSE(cycles.begin(clock_at(4)));
}

TEST(PipewireCycles, CountsALateBlockOnceThoughItAlsoMissesTheNext) {
    PipewireCycles cycles;
    EXPECT_FALSE(cycles.begin(clock_at(1)));
    EXPECT_TRUE(cycles.finish(3 * kCycleNs + 1000));
    EXPECT_FALSE(cycles.begin(clock_at(3)));
    EXPECT_FALSE(cycles.finish(3 * kCycleNs + 2000));
}

TEST(PipewireCycles, TakesANewDriverOrARestartForNoXrun) {
    PipewireCycles cycles;
    EXPECT_FALSE(cycles.begin(clock_at(1, 1)));
    EXPECT_FALSE(cycles.begin(clock_at(100, 2))) << "the stream moved to another device";
    cycles.reset();
    EXPECT_FALSE(cycles.begin(clock_at(500, 2))) << "the stream was stopped in between";
}

TEST(PipewireCycles, TakesAClockThatRunsBackwardForNoXrun) {
    PipewireCycles cycles;
    EXPECT_FALSE(cycles.begin(clock_at(9)));
    EXPECT_FALSE(cycles.begin(clock_at(2)));
    EXPECT_TRUE(cycles.begin(clock_at(4)));
}

}  // namespace
}  // namespace attacca::device
