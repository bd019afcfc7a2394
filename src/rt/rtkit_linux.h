// Asks the rtkit service for priorities that the system refuses a user.
#pragma once

#include <sys/types.h>

#include "attacca/base/result.h"

namespace attacca::rt {

/// Makes the thread SCHED_RR or SCHED_FIFO, as rtkit is set up, at most as high as `priority` and as rtkit gives;
/// answers the priority it got. rtkit demands that the process limits the time a real-time thread may run without
/// waiting (RLIMIT_RTTIME): this sets that limit for good. libdbus is loaded by the first call and not before.
[[nodiscard]] Result<int> rtkit_make_realtime(pid_t thread, int priority);

/// Makes the thread `nice`, at least as much as rtkit gives; answers what it got.
[[nodiscard]] Result<int> rtkit_make_nice(pid_t thread, int nice);

}  // namespace attacca::rt
