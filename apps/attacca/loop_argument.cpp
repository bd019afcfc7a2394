#include "loop_argument.h"

namespace attacca::app {

std::vector<std::string> with_loop_values(std::vector<std::string> arguments) {
    std::vector<std::string> joined;
    for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
        if (*argument == "--") {
            joined.insert(joined.end(), argument, arguments.end());
            break;
        }
        if (*argument != "--loop") {
            joined.push_back(*argument);
            continue;
        }
        const auto next = argument + 1;
        const bool value = next != arguments.end() && (*next == "off" || *next == "all" || *next == "one");
        joined.push_back("--loop=" + (value ? *next : "all"));
        if (value) ++argument;
    }
    return joined;
}

}  // namespace attacca::app
