#include "histogram_report.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "text.h"

namespace attacca::app {
namespace {

using rt::LatencyHistogram;

constexpr double kCellsPerDecade = 8.0;

double ms(std::chrono::nanoseconds duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

}  // namespace

std::string percentiles_text(const LatencyHistogram::Snapshot& histogram) {
    if (histogram.count == 0) return "nothing recorded";
    return formatted("p50 %.3f  p95 %.3f  p99 %.3f  max %.3f ms", ms(histogram.percentile(0.5)),
                     ms(histogram.percentile(0.95)), ms(histogram.percentile(0.99)), ms(histogram.max));
}

std::string histogram_text(const LatencyHistogram::Snapshot& histogram, std::size_t rows) {
    const auto& counts = histogram.counts;
    const auto filled = [](std::uint64_t count) { return count > 0; };
    const auto first = std::find_if(counts.begin(), counts.end(), filled);
    if (first == counts.end() || rows == 0) return {};
    const auto last = std::find_if(counts.rbegin(), counts.rend(), filled).base();
    const auto span = static_cast<std::size_t>(last - first);
    const std::size_t step = (span + rows - 1) / rows;

    std::string text;
    for (auto row = first; row < last;) {
        const auto end =
            last - row > static_cast<std::ptrdiff_t>(step) ? row + static_cast<std::ptrdiff_t>(step) : last;
        std::uint64_t count = 0;
        for (auto bucket = row; bucket != end; ++bucket) count += *bucket;
        const auto limit = LatencyHistogram::bucket_limit(static_cast<std::size_t>(end - counts.begin()) - 1);
        const double cells = count == 0 ? 0.0 : 1.0 + kCellsPerDecade * std::log10(static_cast<double>(count));
        text += formatted("  to %9.3f ms %9llu  ", ms(limit), static_cast<unsigned long long>(count)) +
                std::string(static_cast<std::size_t>(cells), '#') + "\n";
        row = end;
    }
    return text;
}

nlohmann::json histogram_json(const LatencyHistogram::Snapshot& histogram) {
    return {{"count", histogram.count},
            {"min_ms", ms(histogram.min)},
            {"p50_ms", ms(histogram.percentile(0.5))},
            {"p95_ms", ms(histogram.percentile(0.95))},
            {"p99_ms", ms(histogram.percentile(0.99))},
            {"max_ms", ms(histogram.max)}};
}

}  // namespace attacca::app
