#include "attacca/rt/memory_lock.h"

#include <gtest/gtest.h>

#if defined(__linux__)
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace attacca::rt {
namespace {

constexpr std::size_t kMegabyte = 1024 * 1024;
constexpr uid_t kNobody = 65534;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

class MemoryLock : public testing::Test {
protected:
    void SetUp() override {
        if (kSanitized) GTEST_SKIP() << "sanitizers make locking do nothing";
    }
};

using MemoryLockDeathTest = MemoryLock;

/// Pages nobody has touched.
class Mapping {
public:
    explicit Mapping(std::size_t size) : size_(size) {
        memory_ = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    }
    ~Mapping() { munmap(memory_, size_); }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

    std::span<std::byte> bytes() const { return {static_cast<std::byte*>(memory_), size_}; }
    std::size_t resident() const {
        std::vector<unsigned char> pages(size_ / 4096);
        mincore(memory_, size_, pages.data());
        return static_cast<std::size_t>(std::count_if(pages.begin(), pages.end(), [](auto page) { return page & 1; }));
    }

private:
    void* memory_;
    std::size_t size_;
};

/// For the child of a death test: as a user who may lock this much.
void become_a_user_with_limit(rlim_t bytes) {
    const rlimit limit{bytes, bytes};
    if (setrlimit(RLIMIT_MEMLOCK, &limit) != 0) std::_Exit(10);
    if (geteuid() == 0 && setresuid(kNobody, kNobody, kNobody) != 0) std::_Exit(11);
}

[[noreturn]] void say_and_exit(const Status& status) {
    std::fputs(status ? "no error" : status.error().detail.c_str(), stderr);
    std::_Exit(!status && status.error().code == ErrorCode::permission ? 0 : 1);
}

TEST_F(MemoryLock, StateTellsWhatTheKernelCounts) {
    const auto state = memory_lock_state();
    ASSERT_TRUE(state.locked_kb);
    ASSERT_TRUE(state.resident_kb);
    EXPECT_GT(*state.resident_kb, 500u);
    rlimit limit{};
    getrlimit(RLIMIT_MEMLOCK, &limit);
    EXPECT_EQ(state.limit_kb.has_value(), limit.rlim_cur != RLIM_INFINITY);
    if (state.limit_kb) {
        EXPECT_EQ(*state.limit_kb, limit.rlim_cur / 1024);
    }
}

TEST_F(MemoryLock, ARegionIsFetchedAndStaysUntilItIsLetGo) {
    const Mapping mapping(256 * 1024);
    ASSERT_EQ(mapping.resident(), 0u);
    const std::size_t before = *memory_lock_state().locked_kb;
    {
        auto region = LockedRegion::lock(mapping.bytes());
        ASSERT_TRUE(region) << region.error().detail;
        EXPECT_EQ(mapping.resident(), 64u);
        EXPECT_EQ(*memory_lock_state().locked_kb, before + 256);
        const LockedRegion moved = std::move(*region);
        EXPECT_EQ(*memory_lock_state().locked_kb, before + 256);
    }
    EXPECT_EQ(*memory_lock_state().locked_kb, before);
}

TEST_F(MemoryLock, AnEmptyRegionIsFine) { EXPECT_TRUE(LockedRegion::lock({})); }

TEST_F(MemoryLockDeathTest, TheWholeProcessIsLockedWithoutGrowing) {
    if (memory_lock_state().limit_kb && !memory_lock_state().exempt) GTEST_SKIP() << "not allowed to this user";
    const auto locks_without_growing = [] {
        const Mapping untouched(64 * kMegabyte);
        const auto before = memory_lock_state();
        if (!lock_process_memory()) std::_Exit(1);
        const auto after = memory_lock_state();
        if (*after.locked_kb < *before.locked_kb + 64 * 1024) std::_Exit(2);
        if (*after.resident_kb > *before.resident_kb + 2048) std::_Exit(3);
        unlock_process_memory();
        std::_Exit(*memory_lock_state().locked_kb == 0 ? 0 : 4);
    };
    EXPECT_EXIT(locks_without_growing(), testing::ExitedWithCode(0), "");
}

TEST_F(MemoryLockDeathTest, SaysHowToRaiseALimitThatStopsIt) {
    EXPECT_EXIT(
        {
            become_a_user_with_limit(64 * 1024);
            say_and_exit(lock_process_memory());
        },
        testing::ExitedWithCode(0), "limit on locked memory is 64 kB.*memlock unlimited");
    EXPECT_EXIT(
        {
            become_a_user_with_limit(64 * 1024);
            const Mapping mapping(kMegabyte);
            const auto region = LockedRegion::lock(mapping.bytes());
            say_and_exit(region ? Status{} : Status(fail(region.error())));
        },
        testing::ExitedWithCode(0), "cannot lock 1024 kB.*limit is 64 kB");
}

TEST_F(MemoryLock, PrefaultingTouchesTheStackAndNothingElse) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    const Mapping stack(kMegabyte);
    pthread_attr_setstack(&attributes, stack.bytes().data(), stack.bytes().size());
    pthread_t thread;
    const auto run = [](void*) -> void* {
        prefault_stack(256 * 1024);
        return nullptr;
    };
    ASSERT_EQ(pthread_create(&thread, &attributes, run, nullptr), 0);
    pthread_join(thread, nullptr);
    EXPECT_GE(stack.resident(), 64u);
    EXPECT_LT(stack.resident(), 80u);
    pthread_attr_destroy(&attributes);
}

}  // namespace
}  // namespace attacca::rt
#endif
