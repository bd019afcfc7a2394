#include "attacca/rt/latency_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace attacca::rt {
namespace {

using Limits = std::array<std::int64_t, LatencyHistogram::kBuckets>;

// The longest duration in nanoseconds of each bucket: 448 equal ratios from 100 ns to 100 s.
constexpr Limits kLimits_ns = [] {
    constexpr double kRatio = 1.0473438471981318;  // 10^(9/448)
    Limits limits{};
    double limit = 100.0;
    for (auto& entry : limits) {
        limit *= kRatio;
        entry = static_cast<std::int64_t>(limit);
    }
    limits.back() = 100'000'000'000;
    return limits;
}();

// The bucket in which each power of two falls: where the search for its multiples begins.
constexpr std::array<std::uint16_t, 64> kFirstBucket = [] {
    std::array<std::uint16_t, 64> first{};
    for (std::size_t power = 0; power < 63; ++power) {
        const auto place = std::ranges::lower_bound(kLimits_ns, std::int64_t{1} << power) - kLimits_ns.begin();
        first[power] = static_cast<std::uint16_t>(std::min<std::ptrdiff_t>(place, kLimits_ns.size() - 1));
    }
    return first;
}();

}  // namespace

std::size_t LatencyHistogram::bucket(std::chrono::nanoseconds duration) noexcept {
    const std::int64_t ns = std::clamp<std::int64_t>(duration.count(), 1, kLimits_ns.back());
    // An octave spans 15 buckets, so four halvings find the place among sixteen.
    std::size_t low = kFirstBucket[static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(ns)) - 1)];
    for (std::size_t step = 8; step > 0; step /= 2) {
        const std::size_t probe = std::min(low + step, kBuckets) - 1;
        if (kLimits_ns[probe] < ns) low += step;
    }
    return std::min(low, kBuckets - 1);
}

std::chrono::nanoseconds LatencyHistogram::bucket_limit(std::size_t bucket) noexcept {
    return std::chrono::nanoseconds(kLimits_ns[std::min(bucket, kBuckets - 1)]);
}

void LatencyHistogram::record(std::chrono::nanoseconds duration) noexcept {
    constexpr auto kRelaxed = std::memory_order_relaxed;
    // One thread writes, so a load and a store do for an increment and cost no locked instruction.
    auto& count = counts_[bucket(duration)];
    if (duration.count() < min_ns_.load(kRelaxed)) min_ns_.store(duration.count(), kRelaxed);
    if (duration.count() > max_ns_.load(kRelaxed)) max_ns_.store(duration.count(), kRelaxed);
    // Released, so that a snapshot which sees the count sees the minimum and maximum with it.
    count.store(count.load(kRelaxed) + 1, std::memory_order_release);
}

LatencyHistogram::Snapshot LatencyHistogram::snapshot() const noexcept {
    Snapshot copy;
    for (std::size_t i = 0; i < kBuckets; ++i) {
        copy.counts[i] = counts_[i].load(std::memory_order_acquire);
        copy.count += copy.counts[i];
    }
    if (copy.count > 0) {
        copy.min = std::chrono::nanoseconds(min_ns_.load(std::memory_order_relaxed));
        copy.max = std::chrono::nanoseconds(max_ns_.load(std::memory_order_relaxed));
    }
    return copy;
}

std::chrono::nanoseconds LatencyHistogram::Snapshot::percentile(double share) const noexcept {
    if (count == 0) return {};
    const double rank = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count));
    const auto wanted = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, count);
    std::uint64_t passed = 0;
    for (std::size_t i = 0; i < kBuckets; ++i) {
        passed += counts[i];
        // The last bucket holds what is longer than any limit, too.
        if (passed >= wanted) return i + 1 == kBuckets ? max : std::clamp(bucket_limit(i), min, max);
    }
    return max;
}

LatencyHistogram::Snapshot LatencyHistogram::Snapshot::since(const Snapshot& earlier) const noexcept {
    Snapshot difference;
    for (std::size_t i = 0; i < kBuckets; ++i) {
        difference.counts[i] = counts[i] - earlier.counts[i];
        if (difference.counts[i] == 0) continue;
        if (difference.count == 0) difference.min = i == 0 ? min : std::max(min, bucket_limit(i - 1));
        difference.max = i + 1 == kBuckets ? max : std::min(max, bucket_limit(i));
        difference.count += difference.counts[i];
    }
    return difference;
}

}  // namespace attacca::rt
