// Knows fast cores from frugal ones, and keeps a thread on either.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::rt {

/// The processors of this machine by kind, as numbered by the system.
struct CpuTopology {
    std::vector<int> performance;  ///< All of them where all are alike.
    std::vector<int> efficiency;   ///< Empty where all are alike.
    std::string source;            ///< Where that was read, for people.

    [[nodiscard]] bool hybrid() const noexcept { return !efficiency.empty(); }
};

/// [any] Reads it on Linux from what the kernel says under `devices`: Intel's two lists of cores, else ARM's capacity
/// of each core, else their highest frequencies. Cores within 15 % of the fastest are alike: some parts let single
/// cores clock a little higher. Where nothing can be read, all processors are alike.
[[nodiscard]] CpuTopology read_cpu_topology(const std::filesystem::path& devices = "/sys/devices");

enum class CoreKind { performance, efficiency };

enum class PinOutcome {
    pinned,
    cores_alike,  ///< Nothing was done: there is one kind of core, and the scheduler chooses best among equals.
};

/// [any] Keeps the current thread on the cores of one kind, as far as the process may use them.
/// Fails with `unsupported` on other systems than Linux, and with `permission` where the process may use none of them.
[[nodiscard]] Result<PinOutcome> pin_current_thread(CoreKind kind, const CpuTopology& topology);

/// [any] The processors that the current thread may run on; empty where the system does not tell.
[[nodiscard]] std::vector<int> current_thread_cpus();

}  // namespace attacca::rt
