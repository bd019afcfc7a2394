// A latency histogram for people and for machines.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "attacca/rt/latency_histogram.h"

namespace attacca::app {

/// "p50 5.333  p95 5.36  p99 5.41  max 6.02 ms"
[[nodiscard]] std::string percentiles_text(const rt::LatencyHistogram::Snapshot& histogram);

/// One line for each step of duration, with a bar as long as the logarithm of its count; at most `rows` lines.
[[nodiscard]] std::string histogram_text(const rt::LatencyHistogram::Snapshot& histogram, std::size_t rows);

/// {"count", "min_ms", "p50_ms", "p95_ms", "p99_ms", "max_ms"}
[[nodiscard]] nlohmann::json histogram_json(const rt::LatencyHistogram::Snapshot& histogram);

}  // namespace attacca::app
