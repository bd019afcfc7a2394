// Which voice detectors are here, and the one that is taken where a command names none.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/speech/model_folders.h"

namespace attacca::app {

/// A file of Silero's, or the program's own detector.
struct DetectorEntry {
    std::string name;            ///< The file's, or "builtin".
    std::filesystem::path path;  ///< Empty: built in.
};

/// Silero's newest first, the built-in one last.
[[nodiscard]] std::vector<DetectorEntry> list_detectors(const speech::ModelFolders& folders);

/// What `attacca models use` has chosen, else the first of the list.
/// Failure: what was chosen is not here any more.
[[nodiscard]] Result<DetectorEntry> wanted_detector(const std::string& chosen, const std::vector<DetectorEntry>& here);

}  // namespace attacca::app
