// What makes a voice clearer, as options: the same wherever sound is played, rendered or listened to.
#pragma once

#include <CLI/CLI.hpp>

#include "attacca/dsp/voice_chain.h"

namespace attacca::app {

/// --highpass and --gate: what may come before a voice detector. Requires that `settings` outlives the program's
/// parsing.
void add_cleaning_options(CLI::App& app, dsp::VoiceSettings& settings);

/// Those, --agc and --preemphasis. Requires that `settings` outlives the program's parsing.
void add_enhancement_options(CLI::App& app, dsp::VoiceSettings& settings);

}  // namespace attacca::app
