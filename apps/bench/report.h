// Prints measurements for people and for machines.
#pragma once

#include <string>
#include <vector>

#include "bench/measurement.h"

namespace attacca::bench {

/// Processor, cores, system, compiler and flags, in a few lines: no figure is worth anything without them.
[[nodiscard]] std::string describe_machine();

/// The heading of the table, and one line of it: +-% is half of the way from p10 to p90, of the median; every line stands alone, so that it can be printed when it is known.
[[nodiscard]] std::string table_heading();
[[nodiscard]] std::string table_line(const Measurement& row);

/// An array of objects: name, path, ns, p10, p90, ns_per_frame, rivals {name: ours / theirs}; times_real_time and
/// callback {p50, p99, max} where the row has them.
[[nodiscard]] std::string to_json(const std::vector<Measurement>& rows);

}  // namespace attacca::bench
