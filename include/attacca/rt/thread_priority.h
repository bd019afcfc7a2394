// Asks the system to run audio threads before others, and says what it granted.
#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace attacca::rt {

/// What the thread does. `audio` runs the callback and asks for a real-time class; `decoder` feeds it through a ring
/// seconds deep and `analysis` may be late: they ask for a larger share, which cannot stop other programs.
enum class ThreadRole { audio, decoder, analysis };

/// Whether to ask the rtkit service, on the system's D-Bus, for what the system refuses directly.
enum class RtkitUse { never, when_refused };

enum class PriorityGrant {
    realtime,   ///< Runs before every ordinary thread.
    raised,     ///< Runs with a larger share than ordinary threads.
    unchanged,  ///< Refused; `words` says why and what to do.
};

struct GrantedPriority {
    PriorityGrant grant = PriorityGrant::unchanged;
    std::string words;  ///< For people: "SCHED_FIFO 70", "nice -11 by rtkit".
};

/// Raises the current thread while it lives.
///
/// Audio goes through SCHED_FIFO, as high as the user may, then rtkit where asked, then nice. On Windows it is
/// MMCSS ("Pro Audio"), on macOS the time-constraint policy.
///
/// Threads    Made, restored and destroyed on the thread it raises.
/// Real time  No: it makes system calls. Make it before the thread's first RealtimeScope.
/// Failure    Never fails: `granted` says what came of it.
class ScopedThreadPriority {
public:
    struct Spec {
        ThreadRole role = ThreadRole::audio;
        RtkitUse rtkit = RtkitUse::never;
        std::chrono::nanoseconds period{5'333'333};  ///< Of the callback; macOS plans by it.
    };

    explicit ScopedThreadPriority(Spec spec);
    ~ScopedThreadPriority();
    ScopedThreadPriority(const ScopedThreadPriority&) = delete;
    ScopedThreadPriority& operator=(const ScopedThreadPriority&) = delete;

    [[nodiscard]] const GrantedPriority& granted() const noexcept { return granted_; }

    /// Puts back what the thread had before; the second time does nothing.
    void restore() noexcept;

private:
    struct Saved;  // What each system needs to undo it.

    GrantedPriority granted_;
    std::unique_ptr<Saved> saved_;
};

}  // namespace attacca::rt
