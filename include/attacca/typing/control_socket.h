// Start, stop and toggle from outside: what a desktop's own shortcut calls.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::typing {

enum class Signal { start, stop, toggle };

/// The words "start", "stop", "toggle".
[[nodiscard]] Result<Signal> parse_signal(const std::string& word);

/// Listens for them at a Unix socket, which also keeps a second program from doing the same.
///
/// Threads    One at a time.
class ControlSocket {
public:
    /// Failure: busy where another program of this kind runs.
    [[nodiscard]] static Result<ControlSocket> open(const std::string& path);

    ~ControlSocket();  ///< The socket's file is gone.
    ControlSocket(ControlSocket&&) noexcept;
    ControlSocket& operator=(ControlSocket&&) = delete;

    [[nodiscard]] int descriptor() const noexcept;  ///< Becomes readable with a signal: for poll.

    /// What has come since, without waiting. What is no signal is left out.
    [[nodiscard]] std::vector<Signal> read();

private:
    struct State;
    explicit ControlSocket(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

/// Sends one to the program that listens at `path`.
/// Failure: not_found where none does.
[[nodiscard]] Status send_signal(const std::string& path, Signal signal);

}  // namespace attacca::typing
