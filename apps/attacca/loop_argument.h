// `--loop` alone means `--loop all`, also with a file after it.
#pragma once

#include <string>
#include <vector>

namespace attacca::app {

/// The arguments with a value joined to each `--loop` before a `--`: the next argument where it is one of the
/// three values, else "all".
[[nodiscard]] std::vector<std::string> with_loop_values(std::vector<std::string> arguments);

}  // namespace attacca::app
