// What the program says when it is not called as it should be.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace attacca::app {

/// The subcommand that was named, or the program itself.
[[nodiscard]] const CLI::App& chosen_app(const CLI::App& program);

/// What is wrong in words, the nearest option or subcommand where one was misspelled, and the usage line.
[[nodiscard]] std::string explain_usage(const CLI::App& program, const CLI::ParseError& error);

/// The same for a problem found after parsing.
[[nodiscard]] std::string explain_usage(const CLI::App& program, std::string_view problem);

}  // namespace attacca::app
