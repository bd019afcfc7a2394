#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "attacca/rt/thread_priority.h"

namespace attacca::rt {
namespace {

constexpr uid_t kNobody = 65534;

int policy() { return sched_getscheduler(0) & ~SCHED_RESET_ON_FORK; }
int priority() {
    sched_param parameter{};
    sched_getparam(0, &parameter);
    return parameter.sched_priority;
}
int niceness() { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); }

/// A thread's priority is its own, so each case gets a thread.
template <class Code>
void on_a_thread(Code code) {
    std::thread(code).join();
}

/// For the child of a death test: as a user who may raise nothing, or SCHED_FIFO to `fifo`.
void become_a_user(rlim_t fifo) {
    const rlimit realtime{fifo, fifo};
    const rlimit nice{0, 0};
    if (setrlimit(RLIMIT_RTPRIO, &realtime) != 0 || setrlimit(RLIMIT_NICE, &nice) != 0) std::_Exit(10);
    if (geteuid() == 0 && setresuid(kNobody, kNobody, kNobody) != 0) std::_Exit(11);
}

[[noreturn]] void say_and_exit(const GrantedPriority& granted, PriorityGrant expected) {
    std::fputs(granted.words.c_str(), stderr);
    std::_Exit(granted.grant == expected ? 0 : 1);
}

TEST(ThreadPriority, AudioGetsFifoAndGivesItBack) {
    on_a_thread([] {
        const int before = policy();
        {
            const ScopedThreadPriority raised({.role = ThreadRole::audio});
            if (raised.granted().grant != PriorityGrant::realtime) GTEST_SKIP() << raised.granted().words;
            EXPECT_EQ(policy(), SCHED_FIFO);
            EXPECT_EQ(raised.granted().words, "SCHED_FIFO " + std::to_string(priority()));
            std::thread([] { EXPECT_EQ(policy(), SCHED_OTHER); }).join();
        }
        EXPECT_EQ(policy(), before);
        EXPECT_EQ(priority(), 0);
    });
}

TEST(ThreadPriority, DecoderAndAnalysisGetALargerShareOnly) {
    for (const auto& [role, nice] : {std::pair{ThreadRole::decoder, -11}, std::pair{ThreadRole::analysis, -5}}) {
        on_a_thread([role = role, nice = nice] {
            const int before = niceness();
            ScopedThreadPriority raised({.role = role});
            if (raised.granted().grant == PriorityGrant::unchanged) GTEST_SKIP() << raised.granted().words;
            EXPECT_EQ(policy(), SCHED_OTHER);
            EXPECT_EQ(niceness(), nice);
            EXPECT_EQ(raised.granted().words, "nice " + std::to_string(nice));
            raised.restore();
            EXPECT_EQ(niceness(), before);
            raised.restore();
        });
    }
}

TEST(ThreadPriority, OtherThreadsStayAsTheyAre) {
    const int before_policy = policy();
    const int before_nice = niceness();
    on_a_thread([before_policy, before_nice, main = getpid()] {
        const ScopedThreadPriority audio({.role = ThreadRole::audio});
        const ScopedThreadPriority decoder({.role = ThreadRole::decoder});
        EXPECT_EQ(sched_getscheduler(main) & ~SCHED_RESET_ON_FORK, before_policy);
        EXPECT_EQ(getpriority(PRIO_PROCESS, static_cast<id_t>(main)), before_nice);
    });
    EXPECT_EQ(policy(), before_policy);
}

TEST(ThreadPriorityDeathTest, AUserWithoutRightsStaysOrdinaryAndIsToldWhatToDo) {
    EXPECT_EXIT(
        {
            become_a_user(0);
            say_and_exit(ScopedThreadPriority({.role = ThreadRole::audio}).granted(), PriorityGrant::unchanged);
        },
        testing::ExitedWithCode(0), "ordinary priority.*rtprio.*nice");
}

TEST(ThreadPriorityDeathTest, AUserIsRaisedAsHighAsTheLimitAllows) {
    rlimit limit{};
    getrlimit(RLIMIT_RTPRIO, &limit);
    limit.rlim_max = std::max<rlim_t>(limit.rlim_max, 12);
    if (setrlimit(RLIMIT_RTPRIO, &limit) != 0) GTEST_SKIP() << "this user may not raise its limits";
    EXPECT_EXIT(
        {
            become_a_user(12);
            say_and_exit(ScopedThreadPriority({.role = ThreadRole::audio}).granted(), PriorityGrant::realtime);
        },
        testing::ExitedWithCode(0), "SCHED_FIFO 12");
}

TEST(ThreadPriorityDeathTest, LoadsDbusOnlyWhenRtkitIsAsked) {
    EXPECT_EXIT(
        {
            become_a_user(0);
            { const ScopedThreadPriority without({.role = ThreadRole::audio, .rtkit = RtkitUse::never}); }
            std::_Exit(dlopen("libdbus-1.so.3", RTLD_NOW | RTLD_NOLOAD) == nullptr ? 0 : 1);
        },
        testing::ExitedWithCode(0), "");
}

TEST(ThreadPriorityDeathTest, SaysWhyRtkitCouldNotHelp) {
    EXPECT_EXIT(
        {
            setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
            become_a_user(0);
            say_and_exit(ScopedThreadPriority({.role = ThreadRole::audio, .rtkit = RtkitUse::when_refused}).granted(),
                         PriorityGrant::unchanged);
        },
        testing::ExitedWithCode(0), "rtkit");
}

}  // namespace
}  // namespace attacca::rt
