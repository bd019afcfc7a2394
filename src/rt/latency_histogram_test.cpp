#include "attacca/rt/latency_histogram.h"

#include <gtest/gtest.h>

#include <cmath>

#include "attacca/rt/realtime_scope.h"

namespace attacca::rt {
namespace {

using namespace std::chrono_literals;
using Histogram = LatencyHistogram;

TEST(LatencyHistogram, PutsEveryDurationIntoTheFirstBucketWhoseLimitHoldsIt) {
    for (double ns = 1.0; ns < 2e11; ns = ns * 1.003 + 0.5) {
        const std::chrono::nanoseconds duration(std::llround(ns));
        const std::size_t bucket = Histogram::bucket(duration);
        ASSERT_LT(bucket, Histogram::kBuckets);
        if (duration <= 100s) {
            ASSERT_LE(duration, Histogram::bucket_limit(bucket));
        }
        if (bucket > 0) {
            ASSERT_GT(duration, Histogram::bucket_limit(bucket - 1));
        }
    }
}

TEST(LatencyHistogram, HoldsTheEdgesOfEveryBucket) {
    for (std::size_t i = 0; i < Histogram::kBuckets; ++i) {
        EXPECT_EQ(Histogram::bucket(Histogram::bucket_limit(i)), i);
        if (i + 1 < Histogram::kBuckets) {
            EXPECT_EQ(Histogram::bucket(Histogram::bucket_limit(i) + 1ns), i + 1);
        }
    }
    EXPECT_EQ(Histogram::bucket(-5ns), 0u);
    EXPECT_EQ(Histogram::bucket(std::chrono::nanoseconds::max()), Histogram::kBuckets - 1);
}

TEST(LatencyHistogram, BucketsLieFivePercentOrLessApart) {
    for (std::size_t i = 1; i < Histogram::kBuckets; ++i) {
        const auto shortest = (Histogram::bucket_limit(i - 1) + 1ns).count();
        EXPECT_LE(static_cast<double>(Histogram::bucket_limit(i).count()), 1.05 * static_cast<double>(shortest)) << i;
    }
}

TEST(LatencyHistogram, IsEmptyAtFirst) {
    const Histogram histogram;
    const auto snapshot = histogram.snapshot();
    EXPECT_EQ(snapshot.count, 0u);
    EXPECT_EQ(snapshot.percentile(0.5), 0ns);
    EXPECT_EQ(snapshot.min, 0ns);
    EXPECT_EQ(snapshot.max, 0ns);
}

TEST(LatencyHistogram, PercentilesOfAKnownSetAreWithinABucket) {
    Histogram histogram;
    for (int us = 1; us <= 10'000; ++us) histogram.record(std::chrono::microseconds(us));
    const auto snapshot = histogram.snapshot();
    EXPECT_EQ(snapshot.count, 10'000u);
    EXPECT_EQ(snapshot.min, 1us);
    EXPECT_EQ(snapshot.max, 10ms);
    for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999}) {
        const auto got = static_cast<double>(snapshot.percentile(share).count());
        EXPECT_NEAR(got, share * 1e7, share * 1e7 * 0.05) << share;
    }
    EXPECT_EQ(snapshot.percentile(0.0), Histogram::bucket_limit(Histogram::bucket(1us)));
    EXPECT_EQ(snapshot.percentile(1.0), 10ms);
}

TEST(LatencyHistogram, OneRecordIsEveryPercentile) {
    Histogram histogram;
    histogram.record(5333us);
    EXPECT_EQ(histogram.snapshot().percentile(0.0), 5333us);
    EXPECT_EQ(histogram.snapshot().percentile(1.0), 5333us);
}

TEST(LatencyHistogram, KeepsWhatIsOutsideItsRange) {
    Histogram histogram;
    histogram.record(0ns);
    histogram.record(200s);
    const auto snapshot = histogram.snapshot();
    EXPECT_EQ(snapshot.min, 0ns);
    EXPECT_EQ(snapshot.max, 200s);
    EXPECT_EQ(snapshot.percentile(1.0), 200s);
}

TEST(LatencyHistogram, TellsWhatCameSinceAnEarlierSnapshot) {
    Histogram histogram;
    histogram.record(1us);
    histogram.record(1s);
    const auto earlier = histogram.snapshot();
    histogram.record(2ms);
    histogram.record(2ms);
    const auto since = histogram.snapshot().since(earlier);
    EXPECT_EQ(since.count, 2u);
    EXPECT_LE(since.min, 2ms);
    EXPECT_GE(since.max, 2ms);
    EXPECT_LE(since.max, 2100us);
    EXPECT_EQ(since.percentile(0.5), since.max);
}

}  // namespace
}  // namespace attacca::rt
