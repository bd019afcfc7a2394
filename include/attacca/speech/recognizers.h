// Which recognizers are here, and the one that suits a task.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/speech/model_folders.h"
#include "attacca/speech/recognizer.h"

namespace attacca::speech {

enum class SpeechTask {
    dictation,    ///< Whatever is said.
    commands,     ///< Only what a grammar allows; no text where something else is said.
    wake_phrase,  ///< Whether a phrase is said, in the midst of anything else.
};

/// "dictation", "commands", "wake-phrase".
[[nodiscard]] std::string_view name_of(SpeechTask task) noexcept;

/// What an engine that can choose should spend time on.
enum class Effort {
    thorough,  ///< As few errors as it can, for recordings.
    prompt,    ///< Text soon after speech ends, for who waits for it.
};

struct RecognizerSpec {
    std::string engine;           ///< Empty: the best one here that has a model for the task and the language.
    std::string model;            ///< A model's name, or the path of its file or folder; empty: the engine's first.
    std::string language = "en";  ///< What the model must understand, as ISO 639 has it; empty: any.
    SpeechTask task = SpeechTask::dictation;
    Effort effort = Effort::thorough;
    std::string grammar;                   ///< For commands: the text of a JSGF grammar; see grammar.h.
    std::string grammar_name = "grammar";  ///< What errors call it: the name of its file.
    std::string wake_phrase;               ///< For the wake phrase: words with spaces between.
    std::string library;   ///< The file of the engine's library, where it is loaded; empty: one that is found.
    std::string provider;  ///< What computes, where the engine leaves a choice: "cuda"; empty: the processor.
};

/// A model that lies on this machine.
struct SpeechModel {
    std::string name;
    std::filesystem::path path;
    std::string language;  ///< As ISO 639 has it, from the model's name; empty: many, or unknown.
};

/// An engine that this program knows, whether it is here or not.
struct RecognizerEngine {
    std::string name;
    std::string good_for;  ///< A sentence for people.
    std::vector<SpeechTask> tasks;
    std::string version;     ///< Of its library; empty: it is not here, or does not tell.
    std::string missing;     ///< Why it cannot be used here, and what to do; empty: it can, with a model.
    std::string model_hint;  ///< What a model of its kind is, and where it belongs.
    std::vector<SpeechModel> models;
};

/// All of them, the best at dictation first. Loads libraries that are loaded only when they are asked for.
[[nodiscard]] std::vector<RecognizerEngine> list_engines(const ModelFolders& folders);

/// Failure: no such engine or model, none here that suits, a model that is broken or of another kind, a grammar with an
/// error, a word that the model's dictionary lacks.
[[nodiscard]] Result<std::unique_ptr<Recognizer>> open_recognizer(const RecognizerSpec& spec,
                                                                  const ModelFolders& folders);

}  // namespace attacca::speech
