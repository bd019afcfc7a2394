// Which cores a thread runs on, where the machine has two kinds: sound on the fast, recognition on the frugal ones.
#pragma once

#include <string>

#include "attacca/rt/affinity.h"

namespace attacca::rt {

/// What a thread does, as far as its place goes: what must be in time, and what takes long and may be late.
enum class Placement {
    audio,        ///< On performance cores.
    recognition,  ///< On efficiency cores, so that it never stands in a callback's way.
};

/// [any] The processors of this machine, read once: a first call reads files of the kernel.
[[nodiscard]] const CpuTopology& this_machines_cpus();

/// [any] Keeps the current thread where it belongs for as long as it lives. Where all cores are alike nothing is done:
/// the scheduler chooses best among equals.
/// Real time  No: before the thread's first RealtimeScope.
/// Failure    As pin_current_thread; the thread runs on as it was.
Result<PinOutcome> place_current_thread(Placement placement, const CpuTopology& topology = this_machines_cpus());

/// For people: "8 performance cores (0-7) for audio, 4 efficiency cores (8-11) for recognition", or that all are alike.
[[nodiscard]] std::string placement_words(const CpuTopology& topology);

}  // namespace attacca::rt
