// Options of every command that listens for voices.
#pragma once

#include <string>

#include "attacca/analysis/voice_detector.h"

namespace CLI {
class App;
}

namespace attacca::app {

enum class VoiceChoice { automatic, built_in, silero };

struct VoiceOptions {
    VoiceChoice choice = VoiceChoice::automatic;
    std::string model_path;  ///< Silero's; empty: the newest that is installed.
    analysis::VoiceDetectorSpec detector;

    /// Failure: Silero is asked for and not there, or its file cannot be used.
    [[nodiscard]] Result<analysis::VoiceModel> load() const;
};

/// For people: "Silero's voice detector".
[[nodiscard]] std::string name_of(const analysis::VoiceModel& model);

void add_voice_options(CLI::App& app, VoiceOptions& options);

}  // namespace attacca::app
