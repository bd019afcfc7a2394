#include "stop_signal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace attacca::app {

StopSignal::StopSignal() {
    if (pipe(pipe_) != 0) throw std::system_error(errno, std::generic_category(), "no pipe for signals");
    for (const int end : pipe_) fcntl(end, F_SETFD, FD_CLOEXEC);
    sigemptyset(&signals_);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals_, number);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    watcher_ = std::thread([this] { watch(); });
}

StopSignal::~StopSignal() {
    ending_ = true;
    pthread_kill(watcher_.native_handle(), SIGHUP);  // Only wakes the watcher: it is blocked everywhere.
    watcher_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    for (const int end : pipe_) close(end);
}

void StopSignal::watch() {
    while (!ending_) {
        int number = 0;
        if (sigwait(&signals_, &number) != 0 || ending_) continue;
        source_.request_stop();
        const char byte = 0;
        [[maybe_unused]] const auto written = write(pipe_[1], &byte, 1);
    }
}

}  // namespace attacca::app
