// What the trap does with a forbidden call, however it was caught.
#pragma once

#include "rt/realtime_thread.h"

namespace attacca::rt::trap {

enum class Kind { allocation, lock, system_call };

/// [any] Counts the call; unless calls are only counted, prints it with a stack trace and aborts.
void report(Kind kind, const char* what) noexcept;

/// Lifts the rule while a call that has been reported runs, so that what it does inside is not reported again.
class Passage {
public:
    Passage() noexcept : stopping_(t_realtime.stopping) { t_realtime.stopping = 0; }
    ~Passage() { t_realtime.stopping = stopping_; }
    Passage(const Passage&) = delete;
    Passage& operator=(const Passage&) = delete;

private:
    std::uint8_t stopping_;
};

/// Has the kernel hand this thread's system calls to the trap while `t_realtime.stopping` is set; false where it
/// cannot. Makes system calls.
[[nodiscard]] bool dispatch_system_calls() noexcept;

}  // namespace attacca::rt::trap
