// What this process has used so far.
#pragma once

#include <chrono>
#include <cstdint>

namespace attacca::rt {

/// When the program was started, from the first call on. `main` makes that call first of all; the time
/// that loading took is known from the processor time used until then.
[[nodiscard]] std::chrono::steady_clock::time_point process_started();

/// Processor time of all threads, user and system.
[[nodiscard]] double cpu_seconds();

/// Now. 0 where the system does not say, as below.
[[nodiscard]] std::uint64_t resident_bytes();

/// The most there ever was.
[[nodiscard]] std::uint64_t peak_resident_bytes();

}  // namespace attacca::rt
