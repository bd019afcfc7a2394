// Catches every system call of a thread, libc's and any other, by Linux's Syscall User Dispatch.
//
// While the thread's byte `stopping` is set, the kernel answers a system call with SIGSYS instead of making it. When
// calls are only counted, the handler sends the interrupted code through the gate below: a few instructions whose
// system calls the kernel always lets pass. The byte stays set meanwhile, so exactly one call goes through.
#include "rt/trap/violation.h"

#if defined(__x86_64__) && __has_include(<sys/prctl.h>)
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#ifndef PR_SET_SYSCALL_USER_DISPATCH
#define PR_SET_SYSCALL_USER_DISPATCH 59
#define PR_SYS_DISPATCH_ON 1
#endif

// `gate_return` ends a signal handler; it must be these two instructions, by which unwinders know a signal's frame.
// `gate_call` makes the call that is in the registers, then returns past the 128 bytes below the caller's stack pointer
// that belong to the caller.
asm(R"(
    .text
    .balign 64
    .hidden attacca_gate_begin
    .hidden attacca_gate_return
    .hidden attacca_gate_call
    .hidden attacca_gate_end
    .globl attacca_gate_begin
    .globl attacca_gate_return
    .globl attacca_gate_call
    .globl attacca_gate_end
attacca_gate_begin:
    nop
attacca_gate_return:
    movq $15, %rax
    syscall
attacca_gate_call:
    syscall
    ret $128
attacca_gate_end:
    nop
)");

extern "C" {
extern const char attacca_gate_begin[];
extern const char attacca_gate_return[];
extern const char attacca_gate_call[];
extern const char attacca_gate_end[];
}

namespace attacca::rt::trap {
namespace {

constexpr int kUserDispatch = 2;  // si_code of these SIGSYS; SYS_USER_DISPATCH in newer headers.
constexpr greg_t kRedZone = 128;

struct Named {
    long number;
    const char* name;
};

// Those that audio code is likely to meet; any other is told by its number.
constexpr std::array kNames{
    Named{SYS_read, "read"},
    Named{SYS_write, "write"},
    Named{SYS_open, "open"},
    Named{SYS_openat, "openat"},
    Named{SYS_close, "close"},
    Named{SYS_stat, "stat"},
    Named{SYS_newfstatat, "newfstatat"},
    Named{SYS_lseek, "lseek"},
    Named{SYS_mmap, "mmap"},
    Named{SYS_munmap, "munmap"},
    Named{SYS_mprotect, "mprotect"},
    Named{SYS_brk, "brk"},
    Named{SYS_madvise, "madvise"},
    Named{SYS_mremap, "mremap"},
    Named{SYS_ioctl, "ioctl"},
    Named{SYS_poll, "poll"},
    Named{SYS_ppoll, "ppoll"},
    Named{SYS_select, "select"},
    Named{SYS_epoll_wait, "epoll_wait"},
    Named{SYS_eventfd2, "eventfd2"},
    Named{SYS_pread64, "pread64"},
    Named{SYS_pwrite64, "pwrite64"},
    Named{SYS_readv, "readv"},
    Named{SYS_writev, "writev"},
    Named{SYS_fsync, "fsync"},
    Named{SYS_futex, "futex"},
    Named{SYS_sched_yield, "sched_yield"},
    Named{SYS_nanosleep, "nanosleep"},
    Named{SYS_clock_nanosleep, "clock_nanosleep"},
    Named{SYS_getpid, "getpid"},
    Named{SYS_gettid, "gettid"},
    Named{SYS_sendto, "sendto"},
    Named{SYS_recvfrom, "recvfrom"},
    Named{SYS_sendmsg, "sendmsg"},
    Named{SYS_recvmsg, "recvmsg"},
    Named{SYS_clone, "clone"},
    Named{SYS_clone3, "clone3"},
    Named{SYS_fork, "fork"},
    Named{SYS_vfork, "vfork"},
    Named{SYS_exit_group, "exit_group"},
    Named{SYS_tgkill, "tgkill"},
    Named{SYS_rt_sigprocmask, "rt_sigprocmask"},
    Named{SYS_prctl, "prctl"},
    Named{SYS_getrandom, "getrandom"},
    Named{SYS_sched_setscheduler, "sched_setscheduler"},
    Named{SYS_sched_getaffinity, "sched_getaffinity"},
};

void report_system_call(long number) noexcept {
    for (const Named& known : kNames) {
        if (known.number == number) return report(Kind::system_call, known.name);
    }
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "number %ld", number);
    report(Kind::system_call, text.data());
}

// Those that return twice or on another stack cannot pass the gate.
bool makes_a_thread(long number) noexcept {
    return number == SYS_clone || number == SYS_clone3 || number == SYS_fork || number == SYS_vfork;
}

void on_system_call(int, siginfo_t* info, void* context) {
    if (info->si_code != kUserDispatch) {  // Another filter's: end as without the trap.
        t_realtime.stopping = 0;
        signal(SIGSYS, SIG_DFL);
        return static_cast<void>(raise(SIGSYS));
    }
    greg_t* const registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    const long number = info->si_syscall;
    if (number == SYS_rt_sigreturn) {  // The end of another signal's handler, not a call of the code's own.
        registers[REG_RIP] = reinterpret_cast<greg_t>(attacca_gate_return);
        return;
    }
    // Where the machine has no clock that is readable without the kernel, asking it the time does not block either.
    if (number != SYS_clock_gettime) report_system_call(number);
    if (makes_a_thread(number)) {
        t_realtime.stopping = 0;  // Until this thread's next scope.
        registers[REG_RIP] -= 2;  // Back to the instruction itself.
        return;
    }
    registers[REG_RSP] -= kRedZone + static_cast<greg_t>(sizeof(greg_t));
    *reinterpret_cast<greg_t*>(registers[REG_RSP]) = registers[REG_RIP];
    registers[REG_RIP] = reinterpret_cast<greg_t>(attacca_gate_call);
}

// As the kernel takes it: libc's sigaction would end the handler with a system call outside the gate.
struct KernelAction {
    void (*handler)(int, siginfo_t*, void*);
    unsigned long flags;
    const char* restorer;
    std::uint64_t mask;
};

bool catch_signal() noexcept {
    constexpr unsigned long kRestorer = 0x04000000;
    const KernelAction action{on_system_call, SA_SIGINFO | kRestorer, attacca_gate_return, ~std::uint64_t{0}};
    if (syscall(SYS_rt_sigaction, SIGSYS, &action, nullptr, sizeof(action.mask)) != 0) return false;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGSYS);  // Where it is blocked, the kernel would end the program without a word.
    return pthread_sigmask(SIG_UNBLOCK, &signals, nullptr) == 0;
}

}  // namespace

bool dispatch_system_calls() noexcept {
    return catch_signal() && prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, attacca_gate_begin,
                                   attacca_gate_end - attacca_gate_begin, &t_realtime.stopping) == 0;
}

}  // namespace attacca::rt::trap

#else

namespace attacca::rt::trap {

bool dispatch_system_calls() noexcept { return false; }

}  // namespace attacca::rt::trap

#endif
