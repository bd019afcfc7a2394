#include "attacca/rt/latest_value.h"

#include <gtest/gtest.h>

#include "attacca/rt/realtime_scope.h"

namespace attacca::rt {
namespace {

struct State {
    std::uint64_t first = 0;
    std::uint64_t middle[30] = {};
    std::uint64_t last = 0;
};

TEST(LatestValue, HoldsItsInitialValueAndHasNothingFresh) {
    LatestValue<int> value(42);
    EXPECT_EQ(value.take_fresh(), nullptr);
    EXPECT_EQ(value.latest(), 42);
}

TEST(LatestValue, ShowsTheNewestAndForgetsWhatCameBetween) {
    LatestValue<int> value;
    for (int i = 1; i <= 5; ++i) value.publish(i);
    const int* fresh = value.take_fresh();
    ASSERT_NE(fresh, nullptr);
    EXPECT_EQ(*fresh, 5);
    EXPECT_EQ(value.take_fresh(), nullptr);
    EXPECT_EQ(value.latest(), 5);
}

TEST(LatestValue, WhatTheReaderHoldsStaysWhileTheWriterGoesOn) {
    LatestValue<int> value;
    value.publish(1);
    const int* held = value.take_fresh();
    for (int i = 2; i < 10; ++i) {
        value.publish(i);
        ASSERT_EQ(*held, 1);
    }
    EXPECT_EQ(value.latest(), 9);
}

TEST(LatestValue, KeepsTheRule) {
    LatestValue<State> value;
    const RealtimeScope rule;
    value.publish({.first = 1, .last = 1});
    EXPECT_EQ(value.latest().last, 1u);
}

}  // namespace
}  // namespace attacca::rt
