#include "attacca/rt/affinity.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

namespace attacca::rt {
namespace {

namespace fs = std::filesystem;

constexpr double kAlike = 0.85;
constexpr int kMostCpus = 4096;

struct Core {
    int cpu = 0;
    double speed = 0;
};

std::string first_line(const fs::path& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

// The kernel's notation: "0-3,8,10-11". A part that is not of it is left out.
std::vector<int> parse_cpu_list(std::string_view list) {
    std::vector<int> cpus;
    while (!list.empty()) {
        const std::string_view part = list.substr(0, list.find(','));
        list.remove_prefix(std::min(part.size() + 1, list.size()));
        const std::size_t dash = part.find('-');
        const auto first = number(part.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : number(part.substr(dash + 1));
        if (!first || !last || *last >= kMostCpus) continue;
        for (int cpu = *first; cpu <= *last; ++cpu) cpus.push_back(cpu);
    }
    return cpus;
}

std::vector<int> online_cpus(const fs::path& devices) {
    std::vector<int> cpus = parse_cpu_list(first_line(devices / "system/cpu/online"));
    if (!cpus.empty()) return cpus;
    const int count = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    for (int cpu = 0; cpu < count; ++cpu) cpus.push_back(cpu);
    return cpus;
}

// Empty unless every one of the cores tells: half an answer would call the silent ones slow.
std::vector<Core> speeds(const fs::path& devices, const std::vector<int>& cpus, const char* file) {
    std::vector<Core> cores;
    for (const int cpu : cpus) {
        const auto speed = number(first_line(devices / "system/cpu" / ("cpu" + std::to_string(cpu)) / file));
        if (!speed || *speed == 0) return {};
        cores.push_back({cpu, static_cast<double>(*speed)});
    }
    return cores;
}

CpuTopology split(const std::vector<Core>& cores, const char* source) {
    const auto [slowest, fastest] = std::ranges::minmax(cores, {}, &Core::speed);
    const bool alike = slowest.speed >= kAlike * fastest.speed;
    // With three kinds, as in telephones, the middle one goes to the nearer end.
    const double limit = alike ? 0.0 : (slowest.speed + fastest.speed) / 2;
    CpuTopology topology{.performance = {}, .efficiency = {}, .source = source};
    for (const Core& core : cores)
        (core.speed > limit ? topology.performance : topology.efficiency).push_back(core.cpu);
    return topology;
}

}  // namespace

CpuTopology read_cpu_topology(const fs::path& devices) {
    const std::vector<int> performance = parse_cpu_list(first_line(devices / "cpu_core/cpus"));
    const std::vector<int> efficiency = parse_cpu_list(first_line(devices / "cpu_atom/cpus"));
    if (!performance.empty() && !efficiency.empty()) {
        return {.performance = performance, .efficiency = efficiency, .source = "cpu_core and cpu_atom"};
    }
    const std::vector<int> cpus = online_cpus(devices);
    for (const char* file : {"cpu_capacity", "cpufreq/cpuinfo_max_freq"}) {
        const auto cores = speeds(devices, cpus, file);
        if (!cores.empty()) return split(cores, file);
    }
    return {.performance = cpus, .efficiency = {}, .source = "no difference told by the system"};
}

#if defined(__linux__)

std::vector<int> current_thread_cpus() {
    cpu_set_t set;
    CPU_ZERO(&set);
    std::vector<int> cpus;
    if (sched_getaffinity(0, sizeof(set), &set) != 0) return cpus;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (CPU_ISSET(cpu, &set)) cpus.push_back(cpu);
    }
    return cpus;
}

Result<PinOutcome> pin_current_thread(CoreKind kind, const CpuTopology& topology) {
    if (!topology.hybrid()) return PinOutcome::cores_alike;
    cpu_set_t set;
    CPU_ZERO(&set);
    // The kernel leaves out by itself what the process may not use, and fails when nothing remains.
    for (const int cpu : kind == CoreKind::performance ? topology.performance : topology.efficiency) {
        if (cpu < CPU_SETSIZE) CPU_SET(cpu, &set);
    }
    if (sched_setaffinity(0, sizeof(set), &set) == 0) return PinOutcome::pinned;
    const char* const name = kind == CoreKind::performance ? "performance" : "efficiency";
    if (errno == EINVAL) {
        return fail(ErrorCode::permission,
                    std::string("this process may use none of the ") + name + " cores: widen its cpuset or taskset");
    }
    return fail(ErrorCode::system, std::string("cannot keep the thread on the ") + name +
                                       " cores: " + std::system_category().message(errno));
}

#else

std::vector<int> current_thread_cpus() { return {}; }

Result<PinOutcome> pin_current_thread(CoreKind, const CpuTopology& topology) {
    if (!topology.hybrid()) return PinOutcome::cores_alike;
    return fail(ErrorCode::unsupported, "threads are kept on a kind of core on Linux only");
}

#endif

}  // namespace attacca::rt
