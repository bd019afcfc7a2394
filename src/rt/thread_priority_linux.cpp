#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "attacca/rt/thread_priority.h"
#include "rt/rtkit_linux.h"

namespace attacca::rt {
namespace {

// Above the kernel's interrupt threads (50), so that a busy disk does not hold the callback up; below PipeWire's own
// thread (88), which has to wake ours, and the kernel's watchdogs (99).
constexpr int kFifoPriority = 70;

int nice_for(ThreadRole role) noexcept {
    switch (role) {
        case ThreadRole::audio:
            return -15;
        case ThreadRole::decoder:
            return -11;
        case ThreadRole::analysis:
            return -5;
    }
    return 0;
}

pid_t this_thread() noexcept { return static_cast<pid_t>(syscall(SYS_gettid)); }

// Programs and threads started from the raised thread begin as ordinary ones.
bool set_fifo(int priority) noexcept {
    const sched_param parameter{.sched_priority = priority};
    return sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameter) == 0;
}

// As root, or as a member of a group that limits.d lets go this high; 0 where the system refuses.
int raise_to_fifo() noexcept {
    if (set_fifo(kFifoPriority)) return kFifoPriority;
    rlimit limit{};
    if (getrlimit(RLIMIT_RTPRIO, &limit) != 0) return 0;
    const int allowed = static_cast<int>(std::min<rlim_t>(limit.rlim_cur, kFifoPriority));
    return allowed > 0 && set_fifo(allowed) ? allowed : 0;
}

std::optional<GrantedPriority> realtime(RtkitUse rtkit, std::string& refusals) {
    const int priority = raise_to_fifo();
    if (priority > 0) return GrantedPriority{PriorityGrant::realtime, "SCHED_FIFO " + std::to_string(priority)};
    refusals = "the system allows no real-time priority (\"@audio - rtprio 95\" in /etc/security/limits.d does)";
    if (rtkit == RtkitUse::never) return std::nullopt;
    const auto by_rtkit = rtkit_make_realtime(this_thread(), kFifoPriority);
    if (by_rtkit) {
        const bool fifo = (sched_getscheduler(0) & ~SCHED_RESET_ON_FORK) == SCHED_FIFO;  // Its settings may say either.
        const std::string policy = fifo ? "SCHED_FIFO " : "SCHED_RR ";
        return GrantedPriority{PriorityGrant::realtime, policy + std::to_string(*by_rtkit) + " by rtkit"};
    }
    refusals += "; " + by_rtkit.error().detail;
    return std::nullopt;
}

std::optional<GrantedPriority> larger_share(ThreadRole role, RtkitUse rtkit, std::string& refusals) {
    const int nice = nice_for(role);
    if (setpriority(PRIO_PROCESS, static_cast<id_t>(this_thread()), nice) == 0) {
        return GrantedPriority{PriorityGrant::raised, "nice " + std::to_string(nice)};
    }
    if (!refusals.empty()) refusals += "; ";
    refusals += "nor a larger share (\"@audio - nice -19\" does)";
    if (rtkit == RtkitUse::never) return std::nullopt;
    const auto by_rtkit = rtkit_make_nice(this_thread(), nice);
    if (by_rtkit) return GrantedPriority{PriorityGrant::raised, "nice " + std::to_string(*by_rtkit) + " by rtkit"};
    refusals += "; " + by_rtkit.error().detail;
    return std::nullopt;
}

}  // namespace

struct ScopedThreadPriority::Saved {
    int policy = SCHED_OTHER;
    sched_param parameter{};
    int nice = 0;
};

ScopedThreadPriority::ScopedThreadPriority(Spec spec) : saved_(std::make_unique<Saved>()) {
    saved_->policy = sched_getscheduler(0);
    sched_getparam(0, &saved_->parameter);
    saved_->nice = getpriority(PRIO_PROCESS, static_cast<id_t>(this_thread()));

    std::string refusals;
    std::optional<GrantedPriority> granted;
    if (spec.role == ThreadRole::audio) granted = realtime(spec.rtkit, refusals);
    if (!granted) granted = larger_share(spec.role, spec.rtkit, refusals);
    granted_ = granted ? *granted : GrantedPriority{PriorityGrant::unchanged, "ordinary priority: " + refusals};
}

ScopedThreadPriority::~ScopedThreadPriority() { restore(); }

void ScopedThreadPriority::restore() noexcept {
    if (!saved_) return;
    // Down again is always allowed. What cannot be dropped is the reset at fork, which does nothing to this thread.
    if (sched_setscheduler(0, saved_->policy, &saved_->parameter) != 0) {
        sched_setscheduler(0, saved_->policy | SCHED_RESET_ON_FORK, &saved_->parameter);
    }
    setpriority(PRIO_PROCESS, static_cast<id_t>(this_thread()), saved_->nice);
    saved_.reset();
}

}  // namespace attacca::rt
