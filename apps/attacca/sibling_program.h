// Hands over to another program of Attacca's, which is installed or built beside this one.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "subcommand.h"

namespace attacca::app {

struct SiblingProgram {
    std::string name;
    std::string build_folder;  ///< Under apps/ in the build tree.
    std::string remedy;        ///< What to do where it is absent.
};

/// Becomes that program, with all that was given to the subcommand; returns only when it cannot be started.
ExitStatus become(const SiblingProgram& program, const CLI::App& subcommand);

}  // namespace attacca::app
