// What a RealtimeScope and the trap know of one thread, and how the trap joins the scopes.
#pragma once

#include <cstdint>

#include "attacca/rt/realtime_scope.h"

namespace attacca::rt {

struct RealtimeThread {
    /// Scopes open on this thread; 0 while an exemption lifts the rule.
    std::uint32_t depth = 0;
    /// The kernel reads this byte at each system call of a thread that the trap has prepared: 0 lets the call
    /// through, 1 stops it. The trap's stand-ins for malloc and the locks go by it too.
    volatile std::uint8_t stopping = 0;
    /// Whether the trap has prepared this thread, which takes system calls and is done before its first scope.
    bool prepared = false;
    /// Whether the kernel hands this thread's system calls to the trap.
    bool dispatched = false;
};

// Initialized at compile time, so that malloc can read it before and after everything else lives.
extern constinit thread_local RealtimeThread t_realtime;

/// What a program that carries the trap installs before main.
struct RealtimeTrap {
    void (*prepare_thread)() noexcept;
    void (*set_action)(RealtimeTrapAction action) noexcept;
    RealtimeViolations (*violations)() noexcept;
};

void install_realtime_trap(const RealtimeTrap& trap) noexcept;

}  // namespace attacca::rt
