// What `attacca models use` has chosen, for the commands that recognize speech.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "attacca/speech/model_choice.h"
#include "attacca/speech/recognizers.h"

namespace attacca::app {

/// $XDG_CONFIG_HOME/attacca/speech.json, or ~/.config/attacca/speech.json.
[[nodiscard]] std::filesystem::path model_choice_file(const speech::ModelFolders::Environment& environment);

/// As the program's environment says.
[[nodiscard]] std::filesystem::path model_choice_file();

/// speech::open_recognizer with what was chosen, where the spec names neither engine nor model. What the recognizer has
/// to say of how it runs goes to standard error.
[[nodiscard]] Result<std::unique_ptr<speech::Recognizer>> open_chosen_recognizer(speech::RecognizerSpec spec,
                                                                                 const speech::ModelFolders& folders);

}  // namespace attacca::app
