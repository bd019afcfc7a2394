#include <mach/mach.h>
#include <mach/mach_time.h>
#include <mach/thread_policy.h>
#include <pthread.h>
#include <pthread/qos.h>

#include "attacca/rt/thread_priority.h"

namespace attacca::rt {
namespace {

// The policy counts in ticks of the machine's clock.
std::uint32_t ticks(std::chrono::nanoseconds time) noexcept {
    mach_timebase_info_data_t base{};
    mach_timebase_info(&base);
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(time.count()) * base.denom / base.numer);
}

kern_return_t set_time_constraint(std::chrono::nanoseconds period) noexcept {
    thread_time_constraint_policy_data_t policy{};
    policy.period = ticks(period);
    policy.computation = ticks(period / 2);  // More than half may be refused the kernel's favor.
    policy.constraint = ticks(period);
    policy.preemptible = TRUE;
    return thread_policy_set(pthread_mach_thread_np(pthread_self()), THREAD_TIME_CONSTRAINT_POLICY,
                             reinterpret_cast<thread_policy_t>(&policy), THREAD_TIME_CONSTRAINT_POLICY_COUNT);
}

}  // namespace

struct ScopedThreadPriority::Saved {
    bool time_constraint = false;
    qos_class_t quality = QOS_CLASS_DEFAULT;
};

ScopedThreadPriority::ScopedThreadPriority(Spec spec) : saved_(std::make_unique<Saved>()) {
    int relative = 0;
    pthread_get_qos_class_np(pthread_self(), &saved_->quality, &relative);
    std::string audio_refused;
    if (spec.role == ThreadRole::audio) {
        const kern_return_t result = set_time_constraint(spec.period);
        if (result == KERN_SUCCESS) {
            saved_->time_constraint = true;
            granted_ = {PriorityGrant::realtime,
                        "time constraint, period " + std::to_string(spec.period.count()) + " ns"};
            return;
        }
        audio_refused = "time constraint refused with " + std::to_string(result) + "; ";
    }
    const bool analysis = spec.role == ThreadRole::analysis;
    if (pthread_set_qos_class_self_np(analysis ? QOS_CLASS_USER_INITIATED : QOS_CLASS_USER_INTERACTIVE, 0) == 0) {
        granted_ = {PriorityGrant::raised, audio_refused + (analysis ? "user initiated" : "user interactive")};
    } else {
        granted_ = {PriorityGrant::unchanged, audio_refused + "ordinary priority: the system refused a higher class"};
    }
}

ScopedThreadPriority::~ScopedThreadPriority() { restore(); }

void ScopedThreadPriority::restore() noexcept {
    if (!saved_) return;
    if (saved_->time_constraint) {
        thread_standard_policy_data_t policy{};
        thread_policy_set(pthread_mach_thread_np(pthread_self()), THREAD_STANDARD_POLICY,
                          reinterpret_cast<thread_policy_t>(&policy), THREAD_STANDARD_POLICY_COUNT);
    } else {
        pthread_set_qos_class_self_np(saved_->quality, 0);
    }
    saved_.reset();
}

}  // namespace attacca::rt
