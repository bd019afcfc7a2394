// Stands in front of libc's usual system calls where the kernel cannot hand them over: other processors than x86-64,
// Linux before 5.11, containers that forbid it. What a library calls without libc is missed there.
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cstdarg>

#include "rt/trap/stand_in.h"

namespace attacca::rt::trap {
namespace {

constinit StandIn<ssize_t(int, void*, size_t)> read_call{Kind::system_call, "read"};
constinit StandIn<ssize_t(int, const void*, size_t)> write_call{Kind::system_call, "write"};
constinit StandIn<int(const char*, int, mode_t)> open_call{Kind::system_call, "open"};
constinit StandIn<int(int)> close_call{Kind::system_call, "close"};
constinit StandIn<int(pollfd*, nfds_t, int)> poll_call{Kind::system_call, "poll"};
constinit StandIn<int(int, unsigned long, void*)> ioctl_call{Kind::system_call, "ioctl"};
constinit StandIn<int(const timespec*, timespec*)> nanosleep_call{Kind::system_call, "nanosleep"};
constinit StandIn<int(clockid_t, int, const timespec*, timespec*)> clock_nanosleep_call{Kind::system_call,
                                                                                        "clock_nanosleep"};
constinit StandIn<int(useconds_t)> usleep_call{Kind::system_call, "usleep"};
constinit StandIn<int()> yield_call{Kind::system_call, "sched_yield"};
constinit StandIn<ssize_t(int, const void*, size_t, int)> send_call{Kind::system_call, "send"};
constinit StandIn<ssize_t(int, void*, size_t, int)> recv_call{Kind::system_call, "recv"};
constinit StandIn<void*(void*, size_t, int, int, int, off_t)> mmap_call{Kind::system_call, "mmap"};
constinit StandIn<int(void*, size_t)> munmap_call{Kind::system_call, "munmap"};
constinit StandIn<long(long, long, long, long, long, long, long)> raw_call{Kind::system_call, "syscall"};

}  // namespace
}  // namespace attacca::rt::trap

namespace trap = attacca::rt::trap;

extern "C" {

ssize_t read(int file, void* data, size_t size) { return trap::read_call.if_not_dispatched(file, data, size); }
ssize_t write(int file, const void* data, size_t size) { return trap::write_call.if_not_dispatched(file, data, size); }
int close(int file) { return trap::close_call.if_not_dispatched(file); }
int poll(pollfd* files, nfds_t count, int timeout_ms) {
    return trap::poll_call.if_not_dispatched(files, count, timeout_ms);
}

int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : mode_t{0};
    va_end(rest);
    return trap::open_call.if_not_dispatched(path, flags, mode);
}

int ioctl(int file, unsigned long request, ...) noexcept {
    va_list rest;
    va_start(rest, request);
    void* const argument = va_arg(rest, void*);
    va_end(rest);
    return trap::ioctl_call.if_not_dispatched(file, request, argument);
}

int nanosleep(const timespec* time, timespec* left) { return trap::nanosleep_call.if_not_dispatched(time, left); }
int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
    return trap::clock_nanosleep_call.if_not_dispatched(clock, flags, time, left);
}
int usleep(useconds_t time) { return trap::usleep_call.if_not_dispatched(time); }
int sched_yield() noexcept { return trap::yield_call.if_not_dispatched(); }

ssize_t send(int socket, const void* data, size_t size, int flags) {
    return trap::send_call.if_not_dispatched(socket, data, size, flags);
}
ssize_t recv(int socket, void* data, size_t size, int flags) {
    return trap::recv_call.if_not_dispatched(socket, data, size, flags);
}

void* mmap(void* address, size_t size, int protection, int flags, int file, off_t offset) noexcept {
    return trap::mmap_call.if_not_dispatched(address, size, protection, flags, file, offset);
}
int munmap(void* address, size_t size) noexcept { return trap::munmap_call.if_not_dispatched(address, size); }

// Under another name in C++, where unistd.h promises that `syscall` never unwinds. It does when its thread is
// canceled, and JACK ends the threads that wait in it so.
long raw_system_call(long number, ...) __asm__("syscall");
long raw_system_call(long number, ...) {
    va_list rest;
    va_start(rest, number);
    long arguments[6];
    for (long& argument : arguments) argument = va_arg(rest, long);
    va_end(rest);
    return trap::raw_call.if_not_dispatched(number, arguments[0], arguments[1], arguments[2], arguments[3],
                                            arguments[4], arguments[5]);
}

}  // extern "C"
