// Keeps the memory of playing threads in RAM, so that no page has to be fetched while the audio waits.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>

#include "attacca/base/result.h"

namespace attacca::rt {

/// [control] Keeps in RAM every page of the process once it has been touched, now and later.
///
/// Untouched pages are not fetched, so the process does not grow by every library it maps; what the audio thread will
/// touch first is for `prefault_stack` and `LockedRegion`. Fails with `permission` where the limit on locked memory is
/// finite, even if the process fits in today: it would turn tomorrow's allocations into failures.
[[nodiscard]] Status lock_process_memory();

/// [control] Undoes it; regions still locked are let go too.
void unlock_process_memory() noexcept;

/// [any] Touches this much of the current thread's stack below here. Requires that much to be left, 512 KiB at most.
void prefault_stack(std::size_t bytes) noexcept;

/// Memory that is in RAM and stays there until this is destroyed, by whole pages.
///
/// Threads    Any; the memory must outlive it.
class LockedRegion {
public:
    /// [control] Fails with `permission` where the limit on locked memory is too low; its detail says the limit.
    [[nodiscard]] static Result<LockedRegion> lock(std::span<std::byte> memory);

    LockedRegion(LockedRegion&& other) noexcept : memory_(std::exchange(other.memory_, {})) {}
    LockedRegion& operator=(LockedRegion&& other) noexcept;
    ~LockedRegion();

private:
    explicit LockedRegion(std::span<std::byte> memory) noexcept : memory_(memory) {}

    std::span<std::byte> memory_;
};

/// As the kernel counts it; nothing where it does not tell.
struct MemoryLockState {
    std::optional<std::size_t> locked_kb;
    std::optional<std::size_t> resident_kb;
    std::optional<std::size_t> limit_kb;  ///< None when unlimited.
    bool exempt = false;                  ///< This process may lock more than the limit.
};

/// [control]
[[nodiscard]] MemoryLockState memory_lock_state();

}  // namespace attacca::rt
