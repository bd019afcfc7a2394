#include "voice_options.h"

#include <CLI/CLI.hpp>

#include "chosen_model.h"
#include "detector_files.h"
#include "model_places.h"
#include "option_values.h"
#include "subcommand.h"
#include "text.h"

namespace attacca::app {
namespace {

void add_time(CLI::App& app, const std::string& name, double& target, double lowest_ms,
              const std::string& description) {
    app.add_option(name, target, description + formatted(" (default: %.0f)", target))
        ->type_name("MS")
        ->check(within(lowest_ms, 2000.0));
}

}  // namespace

Result<analysis::VoiceModel> VoiceOptions::load() const {
    if (choice == VoiceChoice::built_in) return analysis::VoiceModel();
    if (!model_path.empty()) return analysis::VoiceModel::load_silero(model_path);
    const auto folders = model_folders();
    const auto detectors = list_detectors(folders);
    Result<DetectorEntry> wanted = detectors.front();
    if (choice == VoiceChoice::automatic) {
        const auto kept = speech::read_model_choice(model_choice_file());
        if (!kept) return fail(kept.error());
        wanted = wanted_detector(kept->detector, detectors);
    }
    if (!wanted) return fail(wanted.error());
    if (!wanted->path.empty()) return analysis::VoiceModel::load_silero(wanted->path.string());
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
        "What hears voices (default: auto, Silero's where it is installed, or as attacca models chose)");
    app.add_option("--vad-model", options.model_path, "Silero's .onnx file")->type_name("FILE");
    app.parse_complete_callback([&options] {
        if (options.choice == VoiceChoice::built_in && !options.model_path.empty())
            throw UsageError("--vad-model: has no effect beside --vad builtin; leave out one of the two");
    });
    auto& spec = options.detector;
    add_time(app, "--attack", spec.attack_ms, 10.0, "How much certain speech begins a segment");
    add_time(app, "--release", spec.release_ms, 10.0, "How much certain silence ends it");
    add_time(app, "--preroll", spec.preroll_ms, 0.0, "How much more before it is kept");
}

}  // namespace attacca::app
