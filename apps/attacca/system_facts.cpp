#include "system_facts.h"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "attacca/kernels/cpu.h"

namespace attacca::app {
namespace {

constexpr std::size_t kUsefulLockKb = 64 * 1024;  // A playing program fits into it.

/// The rest of the first line that begins with `key`, from its colon on.
std::string line_value(const std::filesystem::path& path, const std::string& key) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(key)) continue;
        const auto colon = line.find(':');
        const auto first = line.find_first_not_of(" \t", colon + 1);
        return colon == std::string::npos || first == std::string::npos ? "" : line.substr(first);
    }
    return {};
}

std::string first_line(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

#ifdef RLIMIT_RTPRIO
std::optional<std::uint64_t> realtime_limit() {
    rlimit value{};
    if (getrlimit(RLIMIT_RTPRIO, &value) != 0) return 0;
    return value.rlim_cur == RLIM_INFINITY ? std::nullopt : std::optional<std::uint64_t>(value.rlim_cur);
}
#endif

}  // namespace

SystemFacts system_facts(const std::filesystem::path& root) {
    SystemFacts facts;
    utsname name{};
    if (uname(&name) == 0) facts.kernel = std::string(name.sysname) + " " + name.release + " " + name.machine;
    facts.processor = line_value(root / "proc/cpuinfo", "model name");
    facts.cores = std::thread::hardware_concurrency();
    facts.topology = rt::read_cpu_topology(root / "sys/devices");
    facts.cpu_path = kernels::cpu_path();
    facts.governor = first_line(root / "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
#ifdef RLIMIT_RTPRIO
    facts.realtime_limit = realtime_limit();
#endif
    facts.memory = rt::memory_lock_state();
    facts.superuser = geteuid() == 0;
    return facts;
}

std::vector<std::string> advice(const SystemFacts& facts, const std::string& scheduling) {
    std::vector<std::string> lines;
    const bool realtime = scheduling.find("FIFO") != std::string::npos || scheduling.find("RR") != std::string::npos;
    if (!realtime && facts.realtime_limit == 0 && !facts.superuser) {
        lines.emplace_back(
            "Real-time priority is not allowed: install rtkit, or put \"@audio - rtprio 95\" and \"@audio - memlock "
            "unlimited\" into /etc/security/limits.d/audio.conf, join the group (usermod -aG audio NAME), log in "
            "anew.");
    } else if (!realtime) {
        lines.push_back("The callback's thread has no real-time priority (" + scheduling +
                        "): under load, sound may drop out; choose a larger --buffer.");
    }
    const auto& limit_kb = facts.memory.limit_kb;
    if (limit_kb && *limit_kb < kUsefulLockKb && !facts.memory.exempt) {
        lines.push_back(
            "Only " + std::to_string(*limit_kb) +
            " KiB may be locked in memory: \"@audio - memlock unlimited\" in /etc/security/limits.d/audio.conf.");
    }
    if (!facts.governor.empty() && facts.governor != "performance") {
        lines.push_back("The processor's governor is \"" + facts.governor +
                        "\": for the smallest blocks, cpupower frequency-set -g performance.");
    }
    return lines;
}

}  // namespace attacca::app
