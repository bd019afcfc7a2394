// attacca bench: hands over to attacca-bench, a program of its own, so that this one stays small.
#include <CLI/CLI.hpp>

#include "sibling_program.h"
#include "subcommand.h"

namespace attacca::app {
namespace {

constexpr const char* kHelp =
    R"(All arguments go to attacca-bench, a program of its own; attacca-bench --help shows its options.

Examples:
  attacca bench
  attacca bench --filter equalizer
  attacca bench --json)";

}  // namespace

Subcommand add_bench(CLI::App& program) {
    auto& app = *program.add_subcommand("bench", "Time the kernels and the pipeline on this machine");
    app.footer(kHelp);
    app.allow_extras();
    return {&app, [&app] {
                return become(
                    {.name = "attacca-bench", .build_folder = "bench", .remedy = "scripts/run bench builds it"}, app);
            }};
}

}  // namespace attacca::app
