// Counts how long things took, from inside the audio callback, and says so in percentiles.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace attacca::rt {

/// A histogram of durations from 100 ns to 100 s in buckets 5 % or less apart.
///
/// Threads    One thread records; any thread takes snapshots.
/// Real time  `record` is wait-free: a few arithmetic steps and relaxed atomic stores.
/// Accuracy   Percentiles to within a bucket, 5 %; minimum, maximum and count exact.
class LatencyHistogram {
public:
    static constexpr std::size_t kBuckets = 448;

    /// A copy of the counts at one moment.
    struct Snapshot {
        std::array<std::uint64_t, kBuckets> counts{};
        std::uint64_t count = 0;
        std::chrono::nanoseconds min{0};
        std::chrono::nanoseconds max{0};

        /// The duration that `share` (0 to 1) of all records do not exceed; 0 when there are none.
        [[nodiscard]] std::chrono::nanoseconds percentile(double share) const noexcept;
        /// What was recorded since an earlier snapshot of the same histogram (min and max of the buckets' edges).
        [[nodiscard]] Snapshot since(const Snapshot& earlier) const noexcept;
    };

    /// [writer]
    void record(std::chrono::nanoseconds duration) noexcept;

    /// [any]
    [[nodiscard]] Snapshot snapshot() const noexcept;

    /// The bucket of a duration, and the longest duration that falls into a bucket.
    [[nodiscard]] static std::size_t bucket(std::chrono::nanoseconds duration) noexcept;
    [[nodiscard]] static std::chrono::nanoseconds bucket_limit(std::size_t bucket) noexcept;

private:
    std::array<std::atomic<std::uint64_t>, kBuckets> counts_{};
    std::atomic<std::int64_t> min_ns_{std::numeric_limits<std::int64_t>::max()};
    std::atomic<std::int64_t> max_ns_{0};
};

}  // namespace attacca::rt
