#include "process_report.h"

#include <nlohmann/json.hpp>

#include "attacca/rt/process_usage.h"
#include "attacca/rt/realtime_scope.h"
#include "text.h"

namespace attacca::app {
namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;

}  // namespace

std::string process_report_text() {
    std::string text;
    if (rt::realtime_trap_built()) {
        const auto violations = rt::realtime_violations();
        text = formatted("trap                %llu allocations, %llu locks, %llu system calls in the callback\n",
                         static_cast<unsigned long long>(violations.allocations),
                         static_cast<unsigned long long>(violations.locks),
                         static_cast<unsigned long long>(violations.system_calls));
    }
    return text + formatted("processor time      %.2f s\nmemory, at most     %.1f MiB\n", rt::cpu_seconds(),
                            static_cast<double>(rt::peak_resident_bytes()) / kMebibyte);
}

void add_process_report(nlohmann::json& value) {
    value["cpu_s"] = rt::cpu_seconds();
    value["peak_resident_bytes"] = rt::peak_resident_bytes();
    if (!rt::realtime_trap_built()) return;
    const auto violations = rt::realtime_violations();
    value["violations"] = {{"allocations", violations.allocations},
                           {"locks", violations.locks},
                           {"system_calls", violations.system_calls}};
}

}  // namespace attacca::app
