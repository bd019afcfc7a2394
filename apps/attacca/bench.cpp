// attacca bench: hands over to attacca-bench, a program of its own, so that this one stays small.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "subcommand.h"

namespace attacca::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "attacca-bench";
constexpr const char* kHelp = R"(All arguments go to attacca-bench, a program of its own; attacca-bench --help shows its options.

Examples:
  attacca bench
  attacca bench --filter equalizer
  attacca bench --json)";

/// Beside this program, in the build tree's next folder, in libexec; else the PATH is searched.
std::string find_program() {
    std::error_code error;
    const auto here = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const auto& place : {here / kName, here.parent_path() / "bench" / kName,
                              here.parent_path() / "libexec" / "attacca" / kName}) {
        if (!here.empty() && access(place.c_str(), X_OK) == 0 && fs::is_regular_file(place, error)) return place;
    }
    return kName;
}

ExitStatus bench(const CLI::App& app) {
    std::vector<std::string> words{kName};
    for (const auto& argument : app.remaining()) {
        if (argument != "--") words.push_back(argument);
    }
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    const std::string program = find_program();
    execvp(program.c_str(), arguments.data());
    return fail_with({ErrorCode::unavailable,
                      program + ": " + std::strerror(errno) +
                          "; scripts/run bench builds it"});
}

}  // namespace

Subcommand add_bench(CLI::App& program) {
    auto& app = *program.add_subcommand("bench", "Time the kernels and the pipeline on this machine");
    app.footer(kHelp);
    app.allow_extras();
    return {&app, [&app] { return bench(app); }};
}

}  // namespace attacca::app
