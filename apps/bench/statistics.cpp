#include "bench/statistics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace attacca::bench {

double percentile(std::vector<double> values, double share) {
    assert(!values.empty() && share >= 0.0 && share <= 1.0);
    std::sort(values.begin(), values.end());
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], place - static_cast<double>(below));
}

double median_ratio(const std::vector<double>& ours, const std::vector<double>& theirs) {
    assert(ours.size() == theirs.size());
    std::vector<double> ratios(ours.size());
    std::transform(ours.begin(), ours.end(), theirs.begin(), ratios.begin(), [](double a, double b) { return a / b; });
    return median(std::move(ratios));
}

}  // namespace attacca::bench
