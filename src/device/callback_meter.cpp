#include "device/callback_meter.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include "attacca/rt/denormals.h"
#include "attacca/rt/placement.h"
#include "attacca/rt/realtime_scope.h"
#include "attacca/rt/thread_priority.h"

namespace attacca::device {
namespace {

constexpr auto kLatestCallback = std::chrono::seconds(1);

}  // namespace

void CallbackMeter::expect_new_thread() noexcept {
    thread_id_.store(0, std::memory_order_relaxed);
    last_start_ = {};
}

void CallbackMeter::run(ConstAudioBlock input, AudioBlock output,
                        std::optional<Clock::time_point> cycle_began) noexcept {
    if (thread_id_.load(std::memory_order_relaxed) == 0) meet_thread();
    const auto started = Clock::now();
    if (last_start_ != Clock::time_point{}) intervals_.record(started - last_start_);
    last_start_ = started;
    // A server may count by a clock of its own, which then is far from ours.
    const bool plausible = cycle_began && *cycle_began <= started && started - *cycle_began < kLatestCallback;
    block_time_ = plausible ? *cycle_began : started;
    {
        const rt::ScopedDenormalsOff denormals_off;
        const rt::RealtimeScope scope;
        callback_.process(input, output);
    }
    durations_.record(Clock::now() - started);
    callbacks_.fetch_add(1, std::memory_order_relaxed);
}

void CallbackMeter::meet_thread() noexcept {
    // PipeWire and JACK raise their threads themselves; RtAudio's and the null device's are ordinary ones. The
    // thread keeps what it was granted until it ends, since it may belong to a library.
    thread_local std::optional<rt::ScopedThreadPriority> raised;
    const int policy = sched_getscheduler(0) & ~SCHED_RESET_ON_FORK;
    if (policy != SCHED_FIFO && policy != SCHED_RR && !raised) {
        raised.emplace(
            rt::ScopedThreadPriority::Spec{.role = rt::ThreadRole::audio, .rtkit = rt::RtkitUse::when_refused});
    }
    // Where that is refused, by a cpuset, the thread runs where it may.
    (void)rt::place_current_thread(rt::Placement::audio);
    thread_id_.store(gettid(), std::memory_order_relaxed);
}

std::string CallbackMeter::scheduling() const {
    const int thread = thread_id_.load(std::memory_order_relaxed);
    if (thread == 0) return "not known before the first callback";
    const int policy = sched_getscheduler(thread);
    sched_param parameters{};
    if (policy < 0 || sched_getparam(thread, &parameters) != 0) return "the callback's thread has ended";
    const std::string priority = " " + std::to_string(parameters.sched_priority);
    switch (policy & ~SCHED_RESET_ON_FORK) {
        case SCHED_FIFO:
            return "SCHED_FIFO" + priority;
        case SCHED_RR:
            return "SCHED_RR" + priority;
        default:
            break;
    }
    const int nice = getpriority(PRIO_PROCESS, static_cast<id_t>(thread));
    return nice == 0 ? "SCHED_OTHER" : "SCHED_OTHER, nice " + std::to_string(nice);
}

}  // namespace attacca::device
