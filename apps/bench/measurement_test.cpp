#include "bench/measurement.h"

#include <gtest/gtest.h>

#include <memory>

namespace attacca::bench {
namespace {

constexpr MeasurementSpec kQuick{.budget = std::chrono::milliseconds{1},
                                 .shortest_batch = std::chrono::microseconds{5},
                                 .min_rounds = 7,
                                 .max_rounds = 9,
                                 .callback_calls = 150};

/// Adds up `steps` numbers that the compiler cannot foresee.
Prepare adding(int steps, std::shared_ptr<int> calls = std::make_shared<int>(0)) {
    return [=] {
        return [=, sum = 0.0]() mutable {
            ++*calls;
            for (int i = 0; i < steps; ++i) {
                sum += 1.0;
                keep(sum);
            }
        };
    };
}

TEST(Measurement, RoundsEndAtTheMostWhereTheBudgetIsLarge) {
    MeasurementSpec patient = kQuick;
    patient.budget = std::chrono::hours{1};
    EXPECT_EQ(measure({.name = "a", .prepare = adding(10), .rivals = {}}, patient).rounds, 9U);
}

TEST(Measurement, FiveRoundsAreTakenWhateverTheBudget) {
    MeasurementSpec hasty = kQuick;
    hasty.budget = {};
    EXPECT_EQ(measure({.name = "a", .prepare = adding(10), .rivals = {}}, hasty).rounds, 5U);
}

TEST(Measurement, SpreadEnclosesTheMedian) {
    const auto result = measure({.name = "a", .prepare = adding(100), .rivals = {}}, kQuick);
    EXPECT_GT(result.p10, 0.0);
    EXPECT_LE(result.p10, result.ns);
    EXPECT_LE(result.ns, result.p90);
}

TEST(Measurement, FramesAndRateGiveTimesRealTime) {
    const auto result =
        measure({.name = "a", .frames = 480, .sample_rate = 48000, .prepare = adding(10), .rivals = {}}, kQuick);
    EXPECT_DOUBLE_EQ(result.ns_per_frame, result.ns / 480);
    EXPECT_NEAR(result.times_real_time * result.ns, 0.01e9, 1.0);  // 480 frames last 10 ms.
    EXPECT_EQ(measure({.name = "b", .prepare = adding(10), .rivals = {}}, kQuick).times_real_time, 0.0);
}

TEST(Measurement, EveryRivalIsTimedUnderItsName) {
    const auto calls = std::make_shared<int>(0);
    const auto result = measure(
        {.name = "a", .prepare = adding(10), .rivals = {{"heavy", adding(10'000, calls)}, {"same", adding(10)}}},
        kQuick);
    ASSERT_EQ(result.rivals.size(), 2U);
    EXPECT_EQ(result.rivals[0].name, "heavy");
    EXPECT_EQ(result.rivals[1].name, "same");
    EXPECT_GE(*calls, 8);
    EXPECT_GT(result.rivals[0].ratio, 0.0);
    EXPECT_GT(result.rivals[1].ratio, 0.0);
}

TEST(Measurement, OnlyCallbacksAreTimedOneByOne) {
    Row row{.name = "a", .prepare = adding(10), .rivals = {}};
    EXPECT_EQ(measure(row, kQuick).callback.max, 0.0);
    row.work = Work::callback;
    const auto times = measure(row, kQuick).callback;
    EXPECT_GT(times.p50, 0.0);
    EXPECT_LE(times.p50, times.p99);
    EXPECT_LE(times.p99, times.max);
}

TEST(Measurement, ALoadTellsTheTimesOfItsAnswers) {
    std::chrono::nanoseconds asked{};
    const auto load = [&](std::chrono::nanoseconds budget) {
        asked = budget;
        return std::vector<double>{40.0, 10.0, 30.0, 20.0, 50.0};
    };
    const Row row{.name = "a", .frames = 2.0, .prepare = {}, .rivals = {}, .work = Work::load, .load = load};
    const auto result = measure(row, kQuick);
    EXPECT_EQ(asked, kQuick.budget);
    EXPECT_EQ(result.ns, 30.0);
    EXPECT_EQ(result.ns_per_frame, 15.0);
    EXPECT_EQ(result.callback.p50, 30.0);
    EXPECT_EQ(result.callback.max, 50.0);
    EXPECT_EQ(result.rounds, 5U);
}

}  // namespace
}  // namespace attacca::bench
