#include "attacca/speech/recognizers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <system_error>

#include "attacca/base/nearest_name.h"
#include "speech/engine.h"

namespace attacca::speech {
namespace {

using Path = std::filesystem::path;

bool suits(const Engine& engine, SpeechTask task) {
    return std::ranges::find(engine.tasks, task) != engine.tasks.end();
}

std::string named(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return all.empty() ? "none" : all;
}

bool understands(const SpeechModel& model, const std::string& language) {
    return language.empty() || model.language.empty() || model.language == language;
}

/// Why the engine cannot do what the spec asks for; empty: it can.
std::string unfit(const Engine& engine, const RecognizerSpec& spec) {
    const std::string name = engine.name;
    if (!suits(engine, spec.task)) {
        return name + " cannot do " + std::string(name_of(spec.task)) +
               "; leave the engine out, and one that can is taken";
    }
    const bool elsewhere = !spec.provider.empty() && spec.provider != "cpu";
    if (elsewhere && engine.computing == Computing::on_processor) {
        return name + " runs on the CPU alone; leave the provider '" + spec.provider + "' out";
    }
    return "";
}

/// The path of the model that the spec asks this engine for.
Result<Path> choose_model(const Engine& engine, const RecognizerSpec& spec, const ModelFolders& folders) {
    const std::vector<SpeechModel> models = engine.models(folders);
    if (spec.model.empty()) {
        for (const SpeechModel& model : models) {
            if (understands(model, spec.language)) return model.path;
        }
        return fail(ErrorCode::not_found, std::string(engine.name) + " has no model for language '" + spec.language +
                                              "' here; " + engine.model_hint + " " + folders.own().string());
    }
    for (const SpeechModel& model : models) {
        if (model.name == spec.model) return model.path;
    }
    std::error_code error;
    if (std::filesystem::exists(spec.model, error)) return Path(spec.model);
    std::vector<std::string> names;
    for (const SpeechModel& model : models) names.push_back(model.name);
    const std::string nearest = nearest_name(spec.model, names);
    return fail(ErrorCode::not_found, std::string(engine.name) + " has no model '" + spec.model + "'" +
                                          (nearest.empty() ? "" : "; did you mean " + nearest + "?") +
                                          " (its models here: " + named(names) + "); " + engine.model_hint + " " +
                                          folders.own().string());
}

Result<std::unique_ptr<Recognizer>> open_with(const Engine& engine, const RecognizerSpec& spec,
                                              const ModelFolders& folders) {
    if (const std::string reason = unfit(engine, spec); !reason.empty()) return fail(ErrorCode::unsupported, reason);
    if (auto version = engine.version(folders); !version && spec.library.empty()) return fail(version.error());
    auto model = choose_model(engine, spec, folders);
    if (!model) return fail(model.error());
    return engine.open(spec, *model, folders);
}

Result<std::unique_ptr<Recognizer>> open_best(const RecognizerSpec& spec, const ModelFolders& folders) {
    std::string reasons;
    for (const Engine& engine : engines()) {
        if (!suits(engine, spec.task)) continue;
        if (const std::string reason = unfit(engine, spec); !reason.empty()) {
            reasons += (reasons.empty() ? "" : "; ") + reason;
            continue;
        }
        // First the model: without one the engine's library need not be loaded.
        const auto model = choose_model(engine, spec, folders);
        const auto version = model ? engine.version(folders) : Result<std::string>(fail(model.error()));
        if (version) return engine.open(spec, *model, folders);
        reasons += (reasons.empty() ? "" : "; ") + version.error().detail;
    }
    return fail(ErrorCode::unavailable, "no recognizer here can do this: " + reasons);
}

}  // namespace

std::string_view name_of(SpeechTask task) noexcept {
    constexpr std::array<std::string_view, 3> kNames = {"dictation", "commands", "wake-phrase"};
    return kNames[static_cast<std::size_t>(task)];
}

const std::vector<Engine>& engines() {
    static const std::vector<Engine> all = {whisper_engine(), sherpa_engine(), vosk_engine(), pocketsphinx_engine()};
    return all;
}

std::string language_in(std::string_view model_name) {
    for (std::size_t begin = 0; begin <= model_name.size();) {
        const std::size_t end = std::min(model_name.find_first_of("-_.", begin), model_name.size());
        const std::string_view part = model_name.substr(begin, end - begin);
        if (part.size() == 2 && std::ranges::all_of(part, [](unsigned char c) { return std::islower(c) != 0; })) {
            return std::string(part);
        }
        begin = end + 1;
    }
    return "";
}

std::vector<SpeechModel> find_models(const ModelFolders& folders, bool (*is_model)(const Path& path)) {
    std::vector<SpeechModel> models;
    for (const Path& folder : folders.all()) {
        std::error_code error;
        std::vector<Path> inside;
        for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
             entry.increment(error)) {
            inside.push_back(entry->path());
        }
        std::ranges::sort(inside);
        for (const Path& path : inside) {
            const std::string name = path.filename().string();
            const bool known =
                std::ranges::any_of(models, [&](const SpeechModel& model) { return model.name == name; });
            if (!known && is_model(path)) models.push_back({.name = name, .path = path, .language = language_in(name)});
        }
    }
    return models;
}

std::vector<RecognizerEngine> list_engines(const ModelFolders& folders) {
    std::vector<RecognizerEngine> list;
    for (const Engine& engine : engines()) {
        const auto version = engine.version(folders);
        list.push_back({.name = engine.name,
                        .good_for = engine.good_for,
                        .tasks = engine.tasks,
                        .version = version.value_or(""),
                        .missing = version ? "" : version.error().detail,
                        .model_hint = std::string(engine.model_hint) + " " + folders.own().string(),
                        .models = engine.models(folders)});
    }
    return list;
}

Result<std::unique_ptr<Recognizer>> open_recognizer(const RecognizerSpec& spec, const ModelFolders& folders) {
    if (spec.engine.empty() && !spec.library.empty()) {
        return fail(ErrorCode::invalid_argument,
                    spec.library + ": of which engine is this library? Name the engine, too");
    }
    if (spec.engine.empty()) return open_best(spec, folders);
    std::vector<std::string> names;
    for (const Engine& engine : engines()) {
        if (spec.engine == engine.name) return open_with(engine, spec, folders);
        names.emplace_back(engine.name);
    }
    const std::string nearest = nearest_name(spec.engine, names);
    return fail(ErrorCode::not_found, "no recognizer is called '" + spec.engine + "'" +
                                          (nearest.empty() ? "" : "; did you mean " + nearest + "?") +
                                          " (known: " + named(names) + ")");
}

}  // namespace attacca::speech
