// attacca studio: hands over to attacca-studio, a program of its own, so that the command line needs no Qt.
#include <CLI/CLI.hpp>

#include "sibling_program.h"
#include "subcommand.h"

namespace attacca::app {
namespace {

constexpr const char* kHelp =
    R"(All arguments go to attacca-studio, a program of its own: files, --page NAME, --theme NAME, --device ID and
--size WxH. attacca-studio --help explains them.

Examples:
  attacca studio album/ --theme dark
  attacca studio --page notes)";

}  // namespace

Subcommand add_studio(CLI::App& program) {
    auto& app = *program.add_subcommand("studio", "Open the window: player, equalizer, recorder, notes, generator");
    app.footer(kHelp);
    app.allow_extras();
    return {&app, [&app] {
                return become({.name = "attacca-studio",
                               .build_folder = "studio",
                               .remedy = "the window needs Qt 6: install qt6-base-dev and build again"},
                              app);
            }};
}

}  // namespace attacca::app
