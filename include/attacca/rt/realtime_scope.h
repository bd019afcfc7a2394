// Marks code that must finish in bounded time, and proves that it keeps its word.
#pragma once

#include <cstdint>

namespace attacca::rt {

/// While one lives, its thread must not allocate, lock, or make a system call.
///
/// Where the trap is built in (the `dev` preset, the tests) each such call prints a stack
/// trace and ends the program, or is only counted, as `set_realtime_trap` says. Where it is
/// not built in, a scope costs two additions to a thread-local counter and a test of a pointer.
///
/// Threads    Belongs to the thread that made it; scopes nest.
/// Real time  Entering and leaving make no system call, but for a thread's first scope where the
///            trap is built in: that one prepares the thread.
class RealtimeScope {
public:
    RealtimeScope() noexcept;
    ~RealtimeScope();
    RealtimeScope(const RealtimeScope&) = delete;
    RealtimeScope& operator=(const RealtimeScope&) = delete;
};

/// Lifts the rule for a stretch of code inside a RealtimeScope, on the same thread: for what is
/// not ours and known, such as a driver's own call. Every use says why.
class RealtimeExemption {
public:
    RealtimeExemption() noexcept;
    ~RealtimeExemption();
    RealtimeExemption(const RealtimeExemption&) = delete;
    RealtimeExemption& operator=(const RealtimeExemption&) = delete;

private:
    std::uint32_t depth_;
};

/// What a violation does.
enum class RealtimeTrapAction { abort_program, count_only };

/// [any] Chooses it; `abort_program` until called.
void set_realtime_trap(RealtimeTrapAction action) noexcept;

/// [any] Whether this program carries the trap.
[[nodiscard]] bool realtime_trap_built() noexcept;

/// Violations in this process so far, by kind.
struct RealtimeViolations {
    std::uint64_t allocations = 0;
    std::uint64_t locks = 0;
    std::uint64_t system_calls = 0;
    [[nodiscard]] std::uint64_t total() const noexcept { return allocations + locks + system_calls; }
};

/// [any] All zero where the trap is not built in.
[[nodiscard]] RealtimeViolations realtime_violations() noexcept;

}  // namespace attacca::rt
