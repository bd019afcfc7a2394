// What a recognizer that is loaded from a library computes on, and where that library is, as options.
#pragma once

#include <CLI/CLI.hpp>

#include "attacca/speech/recognizers.h"

namespace attacca::app {

/// --provider and --library. Requires that `spec` outlives the program's parsing.
void add_provider_options(CLI::App& app, speech::RecognizerSpec& spec);

}  // namespace attacca::app
