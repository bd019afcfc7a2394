#include "attacca/rt/placement.h"

#include <algorithm>
#include <cstddef>

namespace attacca::rt {
namespace {

/// In the kernel's notation: "0-3,8".
std::string cpu_list(std::vector<int> cpus) {
    std::ranges::sort(cpus);
    std::string text;
    for (std::size_t first = 0; first < cpus.size();) {
        std::size_t last = first;
        while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1) ++last;
        text += (text.empty() ? "" : ",") + std::to_string(cpus[first]);
        if (last > first) text += "-" + std::to_string(cpus[last]);
        first = last + 1;
    }
    return text;
}

std::string counted(const std::vector<int>& cpus, const char* kind) {
    return std::to_string(cpus.size()) + " " + kind + (cpus.size() == 1 ? " core (" : " cores (") + cpu_list(cpus) +
           ")";
}

}  // namespace

const CpuTopology& this_machines_cpus() {
    static const CpuTopology topology = read_cpu_topology();
    return topology;
}

Result<PinOutcome> place_current_thread(Placement placement, const CpuTopology& topology) {
    return pin_current_thread(placement == Placement::audio ? CoreKind::performance : CoreKind::efficiency, topology);
}

std::string placement_words(const CpuTopology& topology) {
    if (!topology.hybrid()) return "all cores are alike: the system places threads";
    return counted(topology.performance, "performance") + " for audio, " + counted(topology.efficiency, "efficiency") +
           " for recognition";
}

}  // namespace attacca::rt
