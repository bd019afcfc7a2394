// Which model is taken where a command names none: what its user has chosen, kept in a file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/speech/recognizers.h"

namespace attacca::speech {

/// Empty is not chosen: the best that is here.
struct ModelChoice {
    std::string engine;
    std::string model;
    std::string detector;  ///< "builtin", or the name of Silero's file.

    friend bool operator==(const ModelChoice&, const ModelChoice&) = default;
};

/// Nothing chosen where there is no file.
/// Failure: it cannot be read, or is none of ours.
[[nodiscard]] Result<ModelChoice> read_model_choice(const std::filesystem::path& file);

/// Failure: it cannot be written; what was there stays.
[[nodiscard]] Status keep_model_choice(const std::filesystem::path& file, const ModelChoice& choice);

/// Sets the engine and model that are meant by a model's name, an engine's, or "ENGINE/MODEL".
/// Failure: nothing is called so, with the nearest name; several are; the engine is not here.
[[nodiscard]] Status choose_recognizer(ModelChoice& choice, const std::string& name,
                                       const std::vector<RecognizerEngine>& engines);

/// Completes a spec that names neither engine nor model. What the chosen engine cannot do, or a language that the
/// chosen model does not understand, is left to the best that can. Failure: the chosen model is not here any more.
[[nodiscard]] Status apply_choice(const ModelChoice& choice, const std::vector<RecognizerEngine>& engines,
                                  RecognizerSpec& spec);

}  // namespace attacca::speech
