#include "attacca/typing/program.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "typing/descriptor.h"

extern char** environ;

namespace attacca::typing {
namespace {

enum class Output { ours, dropped };

struct Spawned {
    std::vector<std::string> words;
    int input = -1;  ///< -1: nothing to read.
    Output output = Output::ours;
};

// The signals that this program holds back, its child should not.
class Attributes {
public:
    Attributes() {
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t usual;
        sigemptyset(&none);
        sigemptyset(&usual);
        sigaddset(&usual, SIGPIPE);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &usual);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    [[nodiscard]] const posix_spawnattr_t* get() const noexcept { return &attributes_; }

private:
    posix_spawnattr_t attributes_;
};

class FileActions {
public:
    explicit FileActions(const Spawned& spawned) {
        posix_spawn_file_actions_init(&actions_);
        if (spawned.input >= 0) {
            posix_spawn_file_actions_adddup2(&actions_, spawned.input, STDIN_FILENO);
        } else {
            posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        }
        if (spawned.output == Output::ours) return;
        posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
    [[nodiscard]] const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }

private:
    posix_spawn_file_actions_t actions_;
};

Result<pid_t> spawn(const Spawned& spawned) {
    std::vector<char*> argv;
    for (const auto& word : spawned.words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    pid_t process = 0;
    const int error =
        posix_spawnp(&process, argv.front(), FileActions(spawned).get(), Attributes().get(), argv.data(), environ);
    if (error == 0) return process;
    return fail(error == ENOENT ? ErrorCode::not_found : ErrorCode::system,
                spawned.words.front() + " cannot be started: " + std::strerror(error) +
                    (error == ENOENT ? "; install it, or name it with its folder" : ""));
}

/// While it lives, a reader that has gone is an error of write, and no signal to this thread.
class SignalHeldBack {
public:
    SignalHeldBack() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~SignalHeldBack() {
        const timespec at_once{};
        if (sigismember(&before_, SIGPIPE) == 0) sigtimedwait(&pipe_, nullptr, &at_once);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    SignalHeldBack(const SignalHeldBack&) = delete;
    SignalHeldBack& operator=(const SignalHeldBack&) = delete;

private:
    sigset_t pipe_;
    sigset_t before_;
};

/// Nothing is lost that fits into a pipe; a reader that does not read is not waited for longer.
void write_all(const Descriptor& pipe, std::string_view text, std::chrono::milliseconds at_most) {
    const SignalHeldBack held_back;
    const auto until = std::chrono::steady_clock::now() + at_most;
    while (!text.empty()) {
        const ssize_t written = ::write(pipe.get(), text.data(), text.size());
        if (written > 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
            continue;
        }
        if (errno != EAGAIN) return;
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd room{.fd = pipe.get(), .events = POLLOUT, .revents = 0};
        if (left.count() <= 0 || poll(&room, 1, static_cast<int>(left.count())) <= 0) return;
    }
}

}  // namespace

Result<Program> Program::start(const std::vector<std::string>& words) {
    auto process = spawn({.words = words});
    if (!process) return fail(process.error());
    return Program(*process, words.front());
}

Status Program::run(const std::vector<std::string>& words, std::string_view input, std::chrono::milliseconds at_most) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorCode::system, "no pipe to " + words.front() + " can be made");
    Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    auto process = spawn({.words = words, .input = reading.get(), .output = Output::dropped});
    if (!process) return fail(process.error());
    Program program(*process, words.front());
    reading.close();
    fcntl(writing.get(), F_SETFL, O_NONBLOCK);
    write_all(writing, input, at_most);
    writing.close();
    const auto status = program.ended_within(at_most);
    if (!status) {
        program.kill();
        return fail(ErrorCode::system, program.name() + " does not end; it was stopped");
    }
    if (*status == 0) return {};
    return fail(ErrorCode::system, program.name() + " failed with status " + std::to_string(*status));
}

std::optional<int> Program::ended() {
    int status = 0;
    if (!status_ && waitpid(process_, &status, WNOHANG) == process_) {
        status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    return status_;
}

std::optional<int> Program::ended_within(std::chrono::milliseconds at_most) {
    const Descriptor watch(static_cast<int>(syscall(SYS_pidfd_open, process_, 0)));
    pollfd end{.fd = watch.get(), .events = POLLIN, .revents = 0};
    poll(&end, 1, static_cast<int>(at_most.count()));
    return ended();
}

void Program::kill() {
    ::kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
}

}  // namespace attacca::typing
