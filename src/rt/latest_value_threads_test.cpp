#include <gtest/gtest.h>

#include <thread>

#include "attacca/rt/latest_value.h"

namespace attacca::rt {
namespace {

struct State {
    std::uint64_t first = 0;
    std::uint64_t middle[30] = {};
    std::uint64_t last = 0;
};

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
