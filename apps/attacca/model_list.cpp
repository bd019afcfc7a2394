#include "model_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>

#include "text.h"

namespace attacca::app {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// Of a file, or of all files in a folder.
std::uintmax_t size_of(const fs::path& path) {
    std::error_code error;
    if (fs::is_regular_file(path, error)) return fs::file_size(path, error);
    std::uintmax_t bytes = 0;
    for (fs::recursive_directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_regular_file(ignored)) bytes += entry->file_size(ignored);
    }
    return bytes;
}

std::string size_text(std::uintmax_t bytes) {
    const double mb = static_cast<double>(bytes) / 1e6;
    return formatted(mb < 10.0 ? "%.1f MB" : "%.0f MB", mb);
}

bool can_dictate(const speech::RecognizerEngine& engine) {
    return engine.missing.empty() && !engine.models.empty() &&
           std::ranges::find(engine.tasks, speech::SpeechTask::dictation) != engine.tasks.end();
}

std::string tasks_text(const speech::RecognizerEngine& engine) {
    std::string text;
    for (const auto task : engine.tasks) text += (text.empty() ? "" : ", ") + std::string(speech::name_of(task));
    return text;
}

const char* mark(bool is_default) { return is_default ? "*" : " "; }

std::string engine_text(const speech::RecognizerEngine& engine, const speech::SpeechModel* taken) {
    std::string text = printable(engine.name) + (engine.version.empty() ? "" : " " + printable(engine.version)) + ": " +
                       engine.good_for + " (" + tasks_text(engine) + ")\n";
    for (const auto& model : engine.models) {
        text += formatted("  %s %-36s %-4s %9s  %s\n", mark(&model == taken), fitted(printable(model.name), 36).c_str(),
                          model.language.empty() ? "many" : printable(model.language).c_str(),
                          size_text(size_of(model.path)).c_str(), printable(model.path.string()).c_str());
    }
    if (!engine.missing.empty()) text += "    not usable: " + printable(engine.missing) + "\n";
    if (engine.models.empty()) text += "    no model here: " + printable(engine.model_hint) + "\n";
    return text + "\n";
}

json engine_json(const speech::RecognizerEngine& engine, const speech::SpeechModel* taken) {
    json value{{"name", engine.name},         {"version", engine.version},
               {"good_for", engine.good_for}, {"usable", engine.missing.empty()},
               {"missing", engine.missing},   {"model_hint", engine.model_hint},
               {"tasks", json::array()},      {"models", json::array()}};
    for (const auto task : engine.tasks) value["tasks"].push_back(speech::name_of(task));
    for (const auto& model : engine.models) {
        value["models"].push_back({{"name", model.name},
                                   {"language", model.language},
                                   {"bytes", size_of(model.path)},
                                   {"path", model.path.string()},
                                   {"default", &model == taken}});
    }
    return value;
}

}  // namespace

const speech::SpeechModel* default_model(const ModelList& list) {
    for (const auto& engine : list.engines) {
        const bool wanted = list.choice.engine.empty() ? can_dictate(engine) : engine.name == list.choice.engine;
        if (!wanted) continue;
        for (const auto& model : engine.models) {
            const bool suits = list.choice.model.empty() ? model.language.empty() || model.language == "en"
                                                         : model.name == list.choice.model;
            if (suits) return &model;
        }
    }
    return nullptr;
}

const DetectorEntry& default_detector(const ModelList& list) {
    const auto chosen = std::ranges::find(list.detectors, list.choice.detector, &DetectorEntry::name);
    return chosen == list.detectors.end() ? list.detectors.front() : *chosen;
}

std::string models_text(const ModelList& list) {
    std::string text;
    const auto* taken = default_model(list);
    for (const auto& engine : list.engines) text += engine_text(engine, taken);
    text += "voice detectors: they stand before every recognizer, so that silence and noise give no words\n";
    for (const auto& detector : list.detectors) {
        text += formatted("  %s %-36s %-4s %9s  %s\n", mark(&detector == &default_detector(list)),
                          fitted(printable(detector.name), 36).c_str(), "many",
                          detector.path.empty() ? "" : size_text(size_of(detector.path)).c_str(),
                          detector.path.empty() ? "in the program" : printable(detector.path.string()).c_str());
    }
    if (list.detectors.size() == 1) {
        text +=
            "    Silero's hears better in babble: put silero_vad_v6.onnx, published by the project Silero VAD, into " +
            printable(list.folders.front().string()) + "\n";
    }
    text += "\n* is taken where a command names none: " +
            std::string(list.choice.engine.empty() ? "the best that is here" : "as chosen") +
            "; attacca models use NAME chooses, use auto takes the best.\nModels are looked for in\n";
    for (const auto& folder : list.folders) text += "    " + printable(folder.string()) + "\n";
    return text + "Nothing is ever downloaded.\n";
}

std::string models_json(const ModelList& list) {
    json value{{"engines", json::array()},
               {"detectors", json::array()},
               {"folders", json::array()},
               {"chosen", !list.choice.engine.empty()}};
    const auto* taken = default_model(list);
    for (const auto& engine : list.engines) value["engines"].push_back(engine_json(engine, taken));
    for (const auto& detector : list.detectors) {
        value["detectors"].push_back({{"name", detector.name},
                                      {"path", detector.path.string()},
                                      {"default", &detector == &default_detector(list)}});
    }
    for (const auto& folder : list.folders) value["folders"].push_back(folder.string());
    return value.dump(2, ' ', false, json::error_handler_t::replace);
}

}  // namespace attacca::app
