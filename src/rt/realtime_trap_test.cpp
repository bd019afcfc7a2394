// Every class of forbidden call is caught by name; what is allowed, exempt or on another thread is not.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "attacca/rt/realtime_scope.h"
#include "rt/realtime_thread.h"

// Exported, so that the trap can name them.
__attribute__((noinline)) void allocates_in_the_callback() {
    const attacca::rt::RealtimeScope rule;
    auto* values = new std::vector<float>(64);
    delete values;
}
__attribute__((noinline)) void sleeps_in_the_callback() {
    const attacca::rt::RealtimeScope rule;
    usleep(1);
    std::atomic_signal_fence(std::memory_order_seq_cst);  // Keeps the call from becoming a jump.
}

namespace attacca::rt {
namespace {

class RealtimeTrap : public testing::Test {
protected:
    void SetUp() override {
        if (!realtime_trap_built()) GTEST_SKIP() << "this build does not carry the trap";
    }
    void TearDown() override { set_realtime_trap(RealtimeTrapAction::abort_program); }
};

using RealtimeTrapDeathTest = RealtimeTrap;

template <class Code>
void under_the_rule(Code code) {
    const RealtimeScope rule;
    code();
}

/// What the code adds to each count, when it is only counted.
template <class Code>
RealtimeViolations counted(Code code) {
    set_realtime_trap(RealtimeTrapAction::count_only);
    const auto before = realtime_violations();
    under_the_rule(code);
    const auto after = realtime_violations();
    return {.allocations = after.allocations - before.allocations,
            .locks = after.locks - before.locks,
            .system_calls = after.system_calls - before.system_calls};
}

// The compiler leaves out an allocation whose address nobody sees.
void use(void* memory) { asm volatile("" : : "r"(memory) : "memory"); }

TEST_F(RealtimeTrapDeathTest, CatchesEveryAllocation) {
    void* held = std::malloc(100);
    EXPECT_DEATH(under_the_rule([] { use(std::malloc(100)); }), "allocation: malloc");
    EXPECT_DEATH(under_the_rule([] { use(std::calloc(10, 10)); }), "allocation: calloc");
    EXPECT_DEATH(under_the_rule([&] { use(std::realloc(held, 1000)); }), "allocation: realloc");
    EXPECT_DEATH(under_the_rule([&] { std::free(held); }), "allocation: free");
    EXPECT_DEATH(under_the_rule([] { use(std::aligned_alloc(64, 128)); }), "allocation: aligned_alloc");
    EXPECT_DEATH(under_the_rule([] {
                     void* memory = nullptr;
                     use(reinterpret_cast<void*>(posix_memalign(&memory, 64, 128)));
                 }),
                 "allocation: posix_memalign");
    EXPECT_DEATH(under_the_rule([] { use(new int); }), "allocation: malloc");
    std::free(held);
}

TEST_F(RealtimeTrapDeathTest, NamesTheFunctionThatBrokeTheRule) {
    EXPECT_DEATH(allocates_in_the_callback(), "allocates_in_the_callback");
    EXPECT_DEATH(sleeps_in_the_callback(), "sleeps_in_the_callback");
}

TEST_F(RealtimeTrapDeathTest, CatchesLocksThatNobodyHolds) {
    std::mutex mutex;
    std::shared_mutex shared;
    std::condition_variable condition;
    sem_t semaphore;
    sem_init(&semaphore, 0, 1);
    pthread_spinlock_t spin;
    pthread_spin_init(&spin, 0);
    EXPECT_DEATH(under_the_rule([&] { mutex.lock(); }), "lock: pthread_mutex_lock");
    EXPECT_DEATH(under_the_rule([&] { (void)mutex.try_lock(); }), "lock: pthread_mutex_trylock");
    EXPECT_DEATH(under_the_rule([&] { shared.lock(); }), "lock: pthread_rwlock_wrlock");
    EXPECT_DEATH(under_the_rule([&] { shared.lock_shared(); }), "lock: pthread_rwlock_rdlock");
    EXPECT_DEATH(under_the_rule([&] { condition.notify_one(); }), "lock: pthread_cond_signal");
    EXPECT_DEATH(under_the_rule([&] { condition.notify_all(); }), "lock: pthread_cond_broadcast");
    EXPECT_DEATH(under_the_rule([&] { sem_wait(&semaphore); }), "lock: sem_wait");
    EXPECT_DEATH(under_the_rule([&] { sem_post(&semaphore); }), "lock: sem_post");
    EXPECT_DEATH(under_the_rule([&] { pthread_spin_lock(&spin); }), "lock: pthread_spin_lock");
    std::unique_lock held(mutex);
    EXPECT_DEATH(under_the_rule([&] { condition.wait(held); }), "lock: pthread_cond_wait");
    EXPECT_DEATH(under_the_rule([&] { condition.wait_for(held, std::chrono::milliseconds(1)); }),
                 "lock: pthread_cond_clockwait");
    sem_destroy(&semaphore);
}

TEST_F(RealtimeTrapDeathTest, CatchesSystemCallsOfLibc) {
    EXPECT_DEATH(under_the_rule([] { usleep(1); }), "system call: clock_nanosleep");
    EXPECT_DEATH(under_the_rule([] { std::this_thread::yield(); }), "system call: sched_yield");
    EXPECT_DEATH(under_the_rule([] { (void)!write(STDERR_FILENO, "", 0); }), "system call: write");
    EXPECT_DEATH(under_the_rule([] { (void)open("/", O_RDONLY); }), "system call: open");
    EXPECT_DEATH(under_the_rule([] { std::fputs("text\n", stderr); }), "system call: write");
    EXPECT_DEATH(under_the_rule([] { std::thread([] {}).join(); }), "allocation: malloc");
}

TEST_F(RealtimeTrapDeathTest, CatchesSystemCallsThatPassLibcBy) {
    under_the_rule([] {});
    if (!t_realtime.dispatched) GTEST_SKIP() << "this kernel cannot hand system calls to the program";
#if defined(__x86_64__)
    EXPECT_DEATH(under_the_rule([] {
                     long result = SYS_getppid;
                     asm volatile("syscall" : "+a"(result) : : "rcx", "r11", "memory");
                 }),
                 "system call: number 110");
#endif
}

TEST_F(RealtimeTrapDeathTest, CatchesLibcCallsWhereTheKernelDoesNotHelp) {
    const auto unaided = [](auto code) {
        std::thread([code] {
            t_realtime.prepared = true;  // And so never prepared.
            under_the_rule(code);
        }).join();
    };
    EXPECT_DEATH(unaided([] { usleep(1); }), "system call: usleep");
    EXPECT_DEATH(unaided([] { (void)open("/", O_RDONLY); }), "system call: open");
    EXPECT_DEATH(unaided([] { syscall(SYS_gettid); }), "system call: syscall");
}

TEST_F(RealtimeTrapDeathTest, CatchesTheNextViolationAfterAForkToo) {
    under_the_rule([] {});  // Prepares this thread, which a fork undoes.
    EXPECT_DEATH(under_the_rule([] { usleep(1); }), "system call");
}

TEST_F(RealtimeTrap, CountsExactlyAndLetsTheCallsWork) {
    const auto allocations = counted([] {
        void* memory = std::malloc(64);
        use(memory);
        std::free(memory);
        int* number = new int(7);
        use(number);
        delete number;
        std::free(nullptr);
    });
    EXPECT_EQ(allocations.allocations, 4u);
    EXPECT_EQ(allocations.total(), 4u);

    std::mutex mutex;
    const auto locks = counted([&] {
        for (int i = 0; i < 10; ++i) const std::lock_guard lock(mutex);
    });
    EXPECT_EQ(locks.locks, 10u);
    EXPECT_EQ(locks.total(), 10u);
}

TEST_F(RealtimeTrap, CountsSystemCallsAndGivesBackTheirResults) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    char received[6] = {};
    ssize_t written = 0;
    ssize_t got = 0;
    int failed = 0;
    const auto calls = counted([&] {
        written = write(pipe_ends[1], "hello", 5);
        got = read(pipe_ends[0], received, 5);
        failed = close(-1);
    });
    EXPECT_EQ(calls.system_calls, 3u);
    EXPECT_EQ(calls.total(), 3u);
    EXPECT_EQ(written, 5);
    EXPECT_EQ(got, 5);
    EXPECT_STREQ(received, "hello");
    EXPECT_EQ(failed, -1);
    EXPECT_EQ(errno, EBADF);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
}

TEST_F(RealtimeTrap, ACountedSystemCallKeepsTheCallersRegistersAndStack) {
    const auto calls = counted([] {
        volatile double kept[8] = {1, 2, 3, 4, 5, 6, 7, 8};
        for (int i = 0; i < 1000; ++i) {
            syscall(SYS_gettid);
            kept[i % 8] = kept[i % 8] + 1;
        }
        double sum = 0;
        for (const double value : kept) sum += value;
        if (sum != 1036) std::abort();
    });
    EXPECT_EQ(calls.total(), 1000u);
}

TEST_F(RealtimeTrap, CountsAThreadMadeUnderTheRuleAndStaysOnWatch) {
    const auto calls = counted([] {
        pthread_t thread;
        pthread_create(
            &thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
        pthread_join(thread, nullptr);
        syscall(SYS_gettid);
    });
    EXPECT_EQ(calls.system_calls, 2u);
    EXPECT_EQ(calls.locks, 1u);
    EXPECT_EQ(calls.allocations, 0u);
}

TEST_F(RealtimeTrap, LetsAnotherSignalsHandlerReturn) {
    static volatile sig_atomic_t handled = 0;
    struct sigaction before {};
    struct sigaction action {};
    action.sa_handler = [](int) { handled = handled + 1; };
    sigaction(SIGUSR1, &action, &before);
    const auto calls = counted([] {
        raise(SIGUSR1);
        raise(SIGUSR1);
    });
    sigaction(SIGUSR1, &before, nullptr);
    EXPECT_EQ(handled, 2);
    EXPECT_GT(calls.system_calls, 0u);  // raise itself
}

TEST_F(RealtimeTrap, PassesCleanCodeAndTheClock) {
    std::vector<float> samples(256, 0.5f);
    float sum = 0;
    std::chrono::steady_clock::time_point time;
    under_the_rule([&] {
        for (const float sample : samples) sum += sample;
        time = std::chrono::steady_clock::now();
        std::unique_ptr<int> empty;
        empty.reset();
    });
    EXPECT_EQ(sum, 128.0f);
    EXPECT_GT(time.time_since_epoch().count(), 0);
}

TEST_F(RealtimeTrap, AnExemptionLetsADriverWork) {
    under_the_rule([] {
        const RealtimeExemption driver;
        std::vector<int> values(100);
        usleep(1);
        use(values.data());
    });
    EXPECT_EQ(counted([] {
                  {
                      const RealtimeExemption driver;
                      usleep(1);
                  }
                  syscall(SYS_gettid);
              }).total(),
              1u);
}

TEST_F(RealtimeTrap, WatchesEachThreadForItself) {
    std::atomic<bool> inside = false;
    std::atomic<bool> done = false;
    std::thread audio([&] {
        const RealtimeScope rule;
        inside = true;
        while (!done) {
        }
    });
    while (!inside) {
    }
    for (int i = 0; i < 100; ++i) use(std::make_unique<std::vector<int>>(i + 1)->data());
    usleep(1);
    done = true;
    audio.join();
    const auto calls = counted([] { syscall(SYS_gettid); });
    EXPECT_EQ(calls.total(), 1u);
}

struct HeldMutex {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    std::atomic<bool> is_wanted = false;
};

void* take_and_be_canceled(void* held) {
    auto* mutex = static_cast<HeldMutex*>(held);
    int previous = 0;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &previous);
    mutex->is_wanted = true;
    pthread_mutex_lock(&mutex->mutex);
    return nullptr;
}

// As JACK cancels the threads of a client that goes.
TEST_F(RealtimeTrap, LetsAThreadBeCanceledWhileItWaits) {
    HeldMutex held;
    pthread_mutex_lock(&held.mutex);
    pthread_t thread{};
    ASSERT_EQ(pthread_create(&thread, nullptr, take_and_be_canceled, &held), 0);
    while (!held.is_wanted) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // Until it waits.
    pthread_cancel(thread);
    void* result = nullptr;
    pthread_join(thread, &result);
    EXPECT_EQ(result, PTHREAD_CANCELED);
    pthread_mutex_unlock(&held.mutex);
}

}  // namespace
}  // namespace attacca::rt
