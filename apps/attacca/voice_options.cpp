#include "voice_options.h"

#include <CLI/CLI.hpp>
#include <optional>

#include "model_places.h"
#include "option_values.h"
#include "subcommand.h"

namespace attacca::app {
namespace {

std::optional<std::string> installed_silero(const speech::ModelFolders& folders) {
    for (const char* name : {"silero_vad_v6.onnx", "silero_vad_v5.onnx", "silero_vad.onnx"}) {
        if (const auto path = folders.find(name)) return path->string();
    }
    return std::nullopt;
}

void add_time(CLI::App& app, const std::string& name, double& target, double lowest_ms,
              const std::string& description) {
    app.add_option(name, target, description)->type_name("MS")->check(within(lowest_ms, 2000.0));
}

}  // namespace

Result<analysis::VoiceModel> VoiceOptions::load() const {
    if (choice == VoiceChoice::built_in) return analysis::VoiceModel();
    if (!model_path.empty()) return analysis::VoiceModel::load_silero(model_path);
    const auto folders = model_folders();
    if (const auto installed = installed_silero(folders)) return analysis::VoiceModel::load_silero(*installed);
    if (choice == VoiceChoice::automatic) return analysis::VoiceModel();
    return fail(ErrorCode::not_found, "Silero's model is not installed: put silero_vad_v6.onnx into " +
                                          folders.own().string() + ", name it with --vad-model, or take --vad builtin");
}

std::string name_of(const analysis::VoiceModel& model) {
    return model.is_built_in() ? "the built-in voice detector" : "Silero's voice detector";
}

void add_voice_options(CLI::App& app, VoiceOptions& options) {
    add_choice<VoiceChoice>(
        app, "--vad", options.choice,
        {{"auto", VoiceChoice::automatic}, {"builtin", VoiceChoice::built_in}, {"silero", VoiceChoice::silero}},
        "What hears voices (default: auto, Silero's where it is installed)");
    app.add_option("--vad-model", options.model_path, "Silero's .onnx file")->type_name("FILE");
    app.parse_complete_callback([&options] {
        if (options.choice == VoiceChoice::built_in && !options.model_path.empty())
            throw UsageError("--vad-model: has no effect beside --vad builtin; leave out one of the two");
    });
    auto& spec = options.detector;
    add_time(app, "--attack", spec.attack_ms, 10.0, "How much certain speech begins a segment (default: 40)");
    add_time(app, "--release", spec.release_ms, 10.0, "How much certain silence ends it (default: 300)");
    add_time(app, "--preroll", spec.preroll_ms, 0.0, "How much more before it is kept (default: 150)");
}

}  // namespace attacca::app
