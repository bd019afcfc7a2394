#include "attacca/rt/latest_value.h"

#include <gtest/gtest.h>

#include <thread>

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

TEST(LatestValue, NeverShowsAMixtureOrAnOlderValue) {
    constexpr std::uint64_t kLast = 100'000;
    LatestValue<State> value;
    std::thread writer([&value] {
        State state;
        for (std::uint64_t i = 1; i <= kLast; ++i) {
            state.first = state.last = i;
            for (auto& word : state.middle) word = i;
            value.publish(state);
        }
    });
    std::uint64_t seen = 0;
    std::uint64_t wrong = 0;
    while (seen < kLast) {
        const State& state = value.latest();
        wrong += state.first < seen || state.first != state.last;
        for (const auto word : state.middle) wrong += word != state.first;
        if (state.first == seen) std::this_thread::yield();
        seen = state.first;
    }
    writer.join();
    EXPECT_EQ(wrong, 0u);
}

}  // namespace
}  // namespace attacca::rt
