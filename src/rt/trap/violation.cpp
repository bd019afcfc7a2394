#include "rt/trap/violation.h"

#include <execinfo.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>

namespace attacca::rt::trap {
namespace {

constexpr int kDeepestTrace = 64;

std::array<std::atomic<std::uint64_t>, 3> g_counts{};
std::atomic<RealtimeTrapAction> g_action{RealtimeTrapAction::abort_program};

const char* name(Kind kind) noexcept {
    switch (kind) {
        case Kind::allocation:
            return "allocation";
        case Kind::lock:
            return "lock";
        case Kind::system_call:
            return "system call";
    }
    return "";
}

void print(const char* text) noexcept {
    if (write(STDERR_FILENO, text, std::strlen(text)) < 0) return;  // Nowhere to say it; abort still does.
}

RealtimeViolations violations() noexcept {
    const auto count = [](Kind kind) { return g_counts[static_cast<std::size_t>(kind)].load(); };
    return {
        .allocations = count(Kind::allocation), .locks = count(Kind::lock), .system_calls = count(Kind::system_call)};
}

void set_action(RealtimeTrapAction action) noexcept { g_action = action; }

void prepare_thread() noexcept {
    t_realtime.dispatched = dispatch_system_calls();
    t_realtime.prepared = true;
}

// The kernel forgets a thread's dispatch in a forked child.
void forget_after_fork() noexcept {
    t_realtime.prepared = false;
    t_realtime.dispatched = false;
}

[[maybe_unused]] const bool kInstalled = [] {
    void* frame = nullptr;
    backtrace(&frame, 1);  // The first one loads the unwinder, which allocates.
    pthread_atfork(nullptr, nullptr, forget_after_fork);
    static constexpr RealtimeTrap kTrap{
        .prepare_thread = prepare_thread, .set_action = set_action, .violations = violations};
    install_realtime_trap(kTrap);
    return true;
}();

}  // namespace

void report(Kind kind, const char* what) noexcept {
    g_counts[static_cast<std::size_t>(kind)].fetch_add(1);
    if (g_action.load() == RealtimeTrapAction::count_only) return;
    const Passage passage;
    print("attacca: the real-time rule was broken: ");
    print(name(kind));
    print(": ");
    print(what);
    print("\n");
    std::array<void*, kDeepestTrace> frames;
    backtrace_symbols_fd(frames.data(), backtrace(frames.data(), kDeepestTrace), STDERR_FILENO);
    std::abort();
}

}  // namespace attacca::rt::trap
