// What a run cost, at the end of --stats: what the trap counted in the callback, processor time, memory.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace attacca::app {

[[nodiscard]] std::string process_report_text();

/// Adds "cpu_s", "peak_resident_bytes" and, where the trap is built in, "violations".
void add_process_report(nlohmann::json& value);

}  // namespace attacca::app
