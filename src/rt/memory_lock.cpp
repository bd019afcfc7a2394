#include "attacca/rt/memory_lock.h"

#include <cassert>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <system_error>

#if defined(__unix__) || defined(__APPLE__)
#include <alloca.h>
#include <sys/mman.h>
#include <sys/resource.h>
#endif

namespace attacca::rt {

#if defined(__unix__) || defined(__APPLE__)
namespace {

constexpr std::size_t kPage = 4096;  // Smaller than some systems' pages: then each is touched more than once.

std::string limit_in_words(const MemoryLockState& state) {
    return state.limit_kb ? std::to_string(*state.limit_kb) + " kB" : std::string("unlimited");
}

constexpr const char* kRaiseLimit =
    "; allow it with a line such as \"@audio - memlock unlimited\" in /etc/security/limits.d and log in again";

}  // namespace
#endif

#if defined(__linux__)

MemoryLockState memory_lock_state() {
    constexpr std::uint64_t kMayLock = std::uint64_t{1} << 14;  // CAP_IPC_LOCK
    MemoryLockState state;
    rlimit limit{};
    if (getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        state.limit_kb = limit.rlim_cur / 1024;
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        const std::string value = line.substr(line.find(':') + 1);
        if (line.starts_with("VmLck:")) state.locked_kb = std::strtoull(value.c_str(), nullptr, 10);
        if (line.starts_with("VmRSS:")) state.resident_kb = std::strtoull(value.c_str(), nullptr, 10);
        if (line.starts_with("CapEff:")) state.exempt = (std::strtoull(value.c_str(), nullptr, 16) & kMayLock) != 0;
    }
    return state;
}

Status lock_process_memory() {
    const MemoryLockState state = memory_lock_state();
    if (state.limit_kb && !state.exempt) {
        return fail(ErrorCode::permission, "the limit on locked memory is " + limit_in_words(state) + kRaiseLimit);
    }
    if (mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0) return {};
    return fail(ErrorCode::system, "cannot lock the memory of the process: " + std::system_category().message(errno));
}

#elif defined(__unix__) || defined(__APPLE__)

MemoryLockState memory_lock_state() { return {}; }

Status lock_process_memory() {
    return fail(ErrorCode::unsupported, "this system can only lock memory that it also fetches: regions are locked");
}

#endif

#if defined(__unix__) || defined(__APPLE__)

void unlock_process_memory() noexcept { munlockall(); }

void prefault_stack(std::size_t bytes) noexcept {
    assert(bytes <= 512 * 1024);
    auto* const stack = static_cast<volatile std::byte*>(alloca(bytes + 1));
    // From the top down: the kernel lets a stack grow only near its end.
    for (std::size_t below = 0; below <= bytes; below += kPage) stack[bytes - below] = std::byte{0};
}

Result<LockedRegion> LockedRegion::lock(std::span<std::byte> memory) {
    if (memory.empty() || mlock(memory.data(), memory.size()) == 0) return LockedRegion(memory);
    const std::string what = "cannot lock " + std::to_string(memory.size() / 1024) + " kB of audio memory: ";
    const MemoryLockState state = memory_lock_state();
    if (state.limit_kb && !state.exempt) {
        return fail(ErrorCode::permission, what + "the limit is " + limit_in_words(state) + kRaiseLimit);
    }
    return fail(ErrorCode::system, what + std::system_category().message(errno));
}

LockedRegion::~LockedRegion() {
    if (!memory_.empty()) munlock(memory_.data(), memory_.size());
}

#else

MemoryLockState memory_lock_state() { return {}; }

Status lock_process_memory() { return fail(ErrorCode::unsupported, "this system does not lock a process's memory"); }

void unlock_process_memory() noexcept {}

void prefault_stack(std::size_t) noexcept {}

Result<LockedRegion> LockedRegion::lock(std::span<std::byte>) {
    return fail(ErrorCode::unsupported, "memory is not locked on this system");
}

LockedRegion::~LockedRegion() = default;

#endif

LockedRegion& LockedRegion::operator=(LockedRegion&& other) noexcept {
    std::swap(memory_, other.memory_);
    return *this;
}

}  // namespace attacca::rt
