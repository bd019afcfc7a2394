#include "attacca/rt/realtime_scope.h"

#include "rt/realtime_thread.h"

namespace attacca::rt {
namespace {

// Written once, before main, and null in a program that does not carry the trap.
constinit const RealtimeTrap* g_trap = nullptr;

void start_rule() noexcept {
    if (g_trap == nullptr) return;
    if (!t_realtime.prepared) g_trap->prepare_thread();
    t_realtime.stopping = 1;
}

}  // namespace

constinit thread_local RealtimeThread t_realtime;

void install_realtime_trap(const RealtimeTrap& trap) noexcept { g_trap = &trap; }

RealtimeScope::RealtimeScope() noexcept {
    if (t_realtime.depth++ == 0) start_rule();
}

RealtimeScope::~RealtimeScope() {
    if (--t_realtime.depth == 0) t_realtime.stopping = 0;
}

RealtimeExemption::RealtimeExemption() noexcept : depth_(t_realtime.depth) {
    t_realtime.depth = 0;
    t_realtime.stopping = 0;
}

RealtimeExemption::~RealtimeExemption() {
    t_realtime.depth = depth_;
    if (depth_ > 0) start_rule();
}

void set_realtime_trap(RealtimeTrapAction action) noexcept {
    if (g_trap != nullptr) g_trap->set_action(action);
}

bool realtime_trap_built() noexcept { return g_trap != nullptr; }

RealtimeViolations realtime_violations() noexcept {
    return g_trap != nullptr ? g_trap->violations() : RealtimeViolations{};
}

}  // namespace attacca::rt
