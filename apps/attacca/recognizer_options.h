// Which recognizer of speech, and what it computes on, as options: the same wherever speech is recognized.
#pragma once

#include <CLI/CLI.hpp>

#include "attacca/speech/recognizers.h"

namespace attacca::app {

/// --engine, --model, --language, --provider and --library. Requires that `spec` outlives the program's parsing.
void add_recognizer_options(CLI::App& app, speech::RecognizerSpec& spec);

}  // namespace attacca::app
