// Ctrl-C and its relatives, as a request that work can honor in its own time.
#pragma once

#include <pthread.h>

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace attacca::app {

/// While one lives, SIGINT, SIGTERM and SIGHUP ask for a stop instead of ending the program.
///
/// Threads    Made on the main thread before any other thread is: they inherit the blocked signals.
class StopSignal {
public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    [[nodiscard]] bool requested() const noexcept { return source_.stop_requested(); }
    [[nodiscard]] std::stop_token token() const noexcept { return source_.get_token(); }

    /// Becomes readable with the request: for poll.
    [[nodiscard]] int descriptor() const noexcept { return pipe_[0]; }

private:
    void watch();

    sigset_t signals_{};
    sigset_t before_{};
    int pipe_[2] = {-1, -1};
    std::stop_source source_;
    std::atomic<bool> ending_{false};
    std::thread watcher_;
};

}  // namespace attacca::app
