// Another program, run without a shell.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::typing {

/// Threads    One at a time, never the audio thread.
class Program {
public:
    /// Starts `words[0]`, which the loader's PATH finds, with the rest as they are: nothing in them is expanded.
    /// It reads nothing, and prints where this program does.
    [[nodiscard]] static Result<Program> start(const std::vector<std::string>& words);

    /// Runs it to its end with `input` to read and its output dropped.
    /// Failure: it cannot be started, takes longer than `at_most`, or ends with another status than 0.
    [[nodiscard]] static Status run(const std::vector<std::string>& words, std::string_view input,
                                    std::chrono::milliseconds at_most);

    ~Program() = default;  ///< It goes on by itself.
    Program(Program&& other) noexcept = default;
    Program& operator=(Program&& other) noexcept = default;

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// Its exit status, 128 and more: the signal that ended it; nothing while it runs.
    [[nodiscard]] std::optional<int> ended();

private:
    Program(pid_t process, std::string name) : process_(process), name_(std::move(name)) {}
    [[nodiscard]] std::optional<int> ended_within(std::chrono::milliseconds at_most);
    void kill();

    pid_t process_;
    std::string name_;
    std::optional<int> status_;
};

}  // namespace attacca::typing
