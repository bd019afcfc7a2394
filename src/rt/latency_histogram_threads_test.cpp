#include <gtest/gtest.h>

#include <thread>

#include "attacca/rt/latency_histogram.h"
#include "attacca/rt/realtime_scope.h"

namespace attacca::rt {
namespace {

TEST(LatencyHistogram, RecordsOnOneThreadWhileAnotherLooks) {
    constexpr std::uint64_t kRecords = 200'000;
    LatencyHistogram histogram;
    std::thread recorder([&histogram] {
        const RealtimeScope rule;
        for (std::uint64_t i = 0; i < kRecords; ++i) histogram.record(std::chrono::nanoseconds(100 + i));
    });
    std::uint64_t last = 0;
    while (last < kRecords) {
        const auto snapshot = histogram.snapshot();
        ASSERT_GE(snapshot.count, last);
        if (snapshot.count == last) std::this_thread::yield();
        last = snapshot.count;
    }
    recorder.join();
    EXPECT_EQ(histogram.snapshot().max, std::chrono::nanoseconds(99 + kRecords));
}

}  // namespace
}  // namespace attacca::rt
