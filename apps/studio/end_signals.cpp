#include "end_signals.h"

#include <sys/socket.h>
#include <unistd.h>

#include <QSocketNotifier>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

namespace attacca::studio {
namespace {

constexpr std::array kSignals{SIGTERM, SIGINT};

std::atomic<int> to_window = -1;
static_assert(std::atomic<int>::is_always_lock_free, "a signal's handler must not wait");

// Only what a handler may do: whichever thread it interrupts, the window's hears of it through the socket.
void tell(int) {
    const int before = errno;
    const char byte = 1;
    (void)!::write(to_window.load(), &byte, sizeof byte);
    errno = before;
}

void handle(int number, void (*handler)(int), int flags) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, nullptr);
}

}  // namespace

EndSignals::EndSignals() {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, sockets_.data()) != 0) return;
    auto* notifier = new QSocketNotifier(sockets_[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        while (::read(sockets_[0], &byte, sizeof byte) > 0) {
        }
        emit asked();
    });
    to_window.store(sockets_[1]);
    for (const int number : kSignals) handle(number, tell, SA_RESTART | SA_RESETHAND);
}

EndSignals::~EndSignals() {
    for (const int number : kSignals) handle(number, SIG_DFL, 0);
    to_window.store(-1);
    for (const int socket : sockets_) {
        if (socket >= 0) ::close(socket);
    }
}

}  // namespace attacca::studio
