// What happens to the sound, as options: the same for `play` and `render`.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "attacca/base/result.h"
#include "attacca/player/signal_settings.h"

namespace attacca::app {

struct SignalOptions {
    std::string equalizer;  ///< A preset, a file, or "list".
    player::SignalSettings settings;
};

/// Requires that `options` outlives the program's parsing.
void add_signal_options(CLI::App& app, SignalOptions& options);

/// Whether the presets were asked for instead of sound: `--eq list`.
[[nodiscard]] bool presets_asked_for(const SignalOptions& options);
void print_presets();

/// The settings with the equalizer loaded. Throws UsageError for an unknown preset.
/// Failure: the equalizer's file cannot be read or understood.
[[nodiscard]] Result<player::SignalSettings> signal_settings(const SignalOptions& options);

}  // namespace attacca::app
