// Which recognizers, models and voice detectors are here, for people and for machines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "attacca/speech/model_choice.h"
#include "attacca/speech/recognizers.h"
#include "detector_files.h"

namespace attacca::app {

struct ModelList {
    std::vector<speech::RecognizerEngine> engines;
    std::vector<DetectorEntry> detectors;
    std::vector<std::filesystem::path> folders;  ///< Where models are looked for, the user's own first.
    speech::ModelChoice choice;
};

/// The model, and the detector, that is taken where a command names none; null: none.
[[nodiscard]] const speech::SpeechModel* default_model(const ModelList& list);
[[nodiscard]] const DetectorEntry& default_detector(const ModelList& list);

[[nodiscard]] std::string models_text(const ModelList& list);
[[nodiscard]] std::string models_json(const ModelList& list);

}  // namespace attacca::app
