// What an engine gives to the list of recognizers: a row of it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "attacca/speech/recognizers.h"

namespace attacca::speech {

/// Whether an engine leaves its user a choice of what computes.
enum class Computing { on_processor, on_provider };

struct Engine {
    const char* name;
    const char* good_for;
    const char* model_hint;
    std::vector<SpeechTask> tasks;
    Computing computing = Computing::on_processor;
    /// Of its library, empty where that does not tell. Failure: why it cannot be used here, and what to do.
    Result<std::string> (*version)(const ModelFolders& folders);
    std::vector<SpeechModel> (*models)(const ModelFolders& folders);
    /// The model at this path; what it needs of it is the engine's to check.
    Result<std::unique_ptr<Recognizer>> (*open)(const RecognizerSpec& spec, const std::filesystem::path& model,
                                                const ModelFolders& folders);
};

/// One row for each engine; the best at dictation first.
[[nodiscard]] const std::vector<Engine>& engines();

[[nodiscard]] Engine pocketsphinx_engine();
[[nodiscard]] Engine whisper_engine();
[[nodiscard]] Engine sherpa_engine();
[[nodiscard]] Engine vosk_engine();

/// The language of a model by its name: "en" of "en-us", "fr" of "cmusphinx-fr-5.2"; empty where none is in it.
[[nodiscard]] std::string language_in(std::string_view model_name);

/// All files and folders in the model folders that `is_model` takes for one of its kind; of two with one name, that of
/// the folder that is searched first.
[[nodiscard]] std::vector<SpeechModel> find_models(const ModelFolders& folders,
                                                   bool (*is_model)(const std::filesystem::path& path));

}  // namespace attacca::speech
