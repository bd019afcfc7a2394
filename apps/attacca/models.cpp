// attacca models
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

#include "chosen_model.h"
#include "model_list.h"
#include "model_places.h"
#include "subcommand.h"
#include "text.h"

namespace attacca::app {
namespace {

struct ModelsOptions {
    std::string use;
    bool json = false;
};

constexpr const char* kHelp =
    R"(Recognizers are loaded when they are here: whisper.cpp, sherpa-onnx and Vosk by their libraries, each with a model that
you put into one of the folders named at the list's end. Nothing is ever downloaded.

Examples:
  attacca models
  attacca models --json
  attacca models use vosk-model-small-en-us-0.15
  attacca models use whisper/ggml-base.en.bin
  attacca models use silero_vad_v6.onnx
  attacca models use auto)";

Status choose(speech::ModelChoice& choice, const std::string& name, const ModelList& list) {
    if (name == "auto") {
        choice = {};
        return {};
    }
    if (std::ranges::find(list.detectors, name, &DetectorEntry::name) != list.detectors.end()) {
        choice.detector = name;
        return {};
    }
    return speech::choose_recognizer(choice, name, list.engines);
}

ExitStatus models(const ModelsOptions& options) {
    const auto folders = model_folders();
    ModelList list{.engines = speech::list_engines(folders),
                   .detectors = list_detectors(folders),
                   .folders = folders.all(),
                   .choice = {}};
    auto choice = speech::read_model_choice(model_choice_file());
    if (!choice && options.use.empty()) return fail_with(choice.error());
    if (choice) list.choice = *std::move(choice);
    if (options.use.empty()) {
        std::printf("%s\n", options.json ? models_json(list).c_str() : models_text(list).c_str());
        return ExitStatus::done;
    }
    if (auto chosen = choose(list.choice, options.use, list); !chosen) return fail_with(chosen.error());
    if (auto kept = speech::keep_model_choice(model_choice_file(), list.choice); !kept) return fail_with(kept.error());
    const auto* model = default_model(list);
    std::printf("%s, with %s before it\n", model == nullptr ? "no model" : printable(model->name).c_str(),
                printable(default_detector(list).name).c_str());
    return ExitStatus::done;
}

}  // namespace

Subcommand add_models(CLI::App& program) {
    auto options = std::make_shared<ModelsOptions>();
    auto& app = *program.add_subcommand("models", "List the recognizers and models that are here, and choose one");
    app.footer(kHelp);
    app.add_flag("--json", options->json, "Print JSON");
    auto& use = *app.add_subcommand("use", "Take this model where a command names none; auto: the best that is here");
    use.add_option("NAME", options->use, "A model, a recognizer, RECOGNIZER/MODEL, a voice detector, or auto")
        ->required();
    return {&app, [options] { return models(*options); }};
}

}  // namespace attacca::app
