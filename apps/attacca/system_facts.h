// What of this machine decides how well audio runs on it, and what its user can do about it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "attacca/rt/affinity.h"
#include "attacca/rt/memory_lock.h"

namespace attacca::app {

/// Empty where the system does not say.
struct SystemFacts {
    std::string kernel;
    std::string processor;
    unsigned cores = 0;
    rt::CpuTopology topology;
    std::string cpu_path;                         ///< That the kernels take.
    std::string governor;                         ///< "performance", "powersave", ...
    std::optional<std::uint64_t> realtime_limit;  ///< Highest priority the user may ask for; empty: unlimited.
    rt::MemoryLockState memory;
    std::string memory_lock_problem;  ///< Why the program may not lock its memory; empty: it may.
    bool superuser = false;
};

/// Files of the kernel are looked for below `root`.
[[nodiscard]] SystemFacts system_facts(const std::filesystem::path& root = "/");

/// What would help, a sentence each; nothing where all is well.
[[nodiscard]] std::vector<std::string> advice(const SystemFacts& facts, const std::string& scheduling);

}  // namespace attacca::app
