// What this process has used so far.
#pragma once

#include <chrono>
#include <cstdint>

namespace attacca::app {

/// When the program was started, from the first call on. `main` makes that call first of all; the time
/// that loading took is known from the processor time used until then.
[[nodiscard]] std::chrono::steady_clock::time_point process_started();

/// Processor time of all threads, user and system.
[[nodiscard]] double cpu_seconds();

/// 0 where the system does not say.
[[nodiscard]] std::uint64_t peak_resident_bytes();

}  // namespace attacca::app
