// Runs the user's programs beside dictation, and says how they ended.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "attacca/typing/program.h"

namespace attacca::app {

/// Threads    One at a time, never the audio thread.
class CommandRunner {
public:
    using Say = std::function<void(const std::string& sentence)>;

    explicit CommandRunner(Say say) : say_(std::move(say)) {}

    /// Starts it and does not wait. `command` is what was said. One that cannot be started is said.
    void run(const std::string& command, const std::vector<std::string>& program);

    /// Says which have ended badly since.
    void look();

    [[nodiscard]] std::size_t running() const noexcept { return running_.size(); }

private:
    struct Running {
        std::string command;
        typing::Program program;
    };

    Say say_;
    std::vector<Running> running_;
};

}  // namespace attacca::app
