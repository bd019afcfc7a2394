#include "attacca/rt/process_usage.h"

#include <sys/resource.h>
#include <time.h>

#include <fstream>
#include <string>
#include <string_view>

namespace attacca::rt {
namespace {

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// One line of the kernel's account of this process.
std::uint64_t status_bytes(std::string_view name) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::uint64_t kibibytes = 0;
        if (word == name && status >> kibibytes) return kibibytes * 1024;
    }
    return 0;
}

}  // namespace

std::chrono::steady_clock::time_point process_started() {
    static const auto started = [] {
        timespec used{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        return std::chrono::steady_clock::now() - std::chrono::seconds(used.tv_sec) -
               std::chrono::nanoseconds(used.tv_nsec);
    }();
    return started;
}

double cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

std::uint64_t resident_bytes() { return status_bytes("VmRSS:"); }

// Not ru_maxrss: it counts what the process held before exec, which is the shell's or a test runner's.
std::uint64_t peak_resident_bytes() { return status_bytes("VmHWM:"); }

}  // namespace attacca::rt
