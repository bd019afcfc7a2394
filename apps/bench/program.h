// Whole programs as the work of a row, for Work::program.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace attacca::bench {

/// Where a program of this name is: in the PATH, or for "attacca" the one that was built with this one.
[[nodiscard]] std::optional<std::string> find_program(const std::string& name);

/// Runs a program to its end, its output thrown away. Throws std::runtime_error where it cannot start or fails.
void run_program(const std::vector<std::string>& words);

}  // namespace attacca::bench
