// What is said of a set of timings.
#pragma once

#include <vector>

namespace attacca::bench {

/// The value that `share` (0 to 1) of the values do not exceed, between neighbors by straight line.
/// Requires at least one value.
[[nodiscard]] double percentile(std::vector<double> values, double share);

[[nodiscard]] inline double median(std::vector<double> values) { return percentile(std::move(values), 0.5); }

/// The median of ours[i] / theirs[i]: rounds are compared in pairs, so that a machine that slows down for a while
/// slows down both sides. Requires equal, non-zero sizes and positive values.
[[nodiscard]] double median_ratio(const std::vector<double>& ours, const std::vector<double>& theirs);

}  // namespace attacca::bench
