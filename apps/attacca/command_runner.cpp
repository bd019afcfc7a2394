#include "command_runner.h"

#include <utility>

#include "text.h"

namespace attacca::app {

void CommandRunner::run(const std::string& command, const std::vector<std::string>& program) {
    auto started = typing::Program::start(program);
    if (started) {
        running_.push_back({command, *std::move(started)});
    } else {
        say_("\"" + printable(command) + "\": " + printable(started.error().detail));
    }
}

void CommandRunner::look() {
    std::erase_if(running_, [this](Running& one) {
        const auto status = one.program.ended();
        if (status && *status != 0) {
            say_(formatted("\"%s\": %s ended with status %d", printable(one.command).c_str(),
                           printable(one.program.name()).c_str(), *status));
        }
        return status.has_value();
    });
}

}  // namespace attacca::app
