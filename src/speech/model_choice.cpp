#include "attacca/speech/model_choice.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "attacca/base/nearest_name.h"
#include "attacca/base/whole_file.h"

namespace attacca::speech {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMostBytes = 1U << 16U;

struct Named {
    const char* name;
    std::string ModelChoice::*value;
};
constexpr std::array kNamed{Named{"engine", &ModelChoice::engine}, Named{"model", &ModelChoice::model},
                            Named{"detector", &ModelChoice::detector}};

const RecognizerEngine* engine_named(const std::vector<RecognizerEngine>& engines, const std::string& name) {
    const auto found = std::ranges::find(engines, name, &RecognizerEngine::name);
    return found == engines.end() ? nullptr : &*found;
}

const SpeechModel* model_named(const RecognizerEngine& engine, const std::string& name) {
    const auto found = std::ranges::find(engine.models, name, &SpeechModel::name);
    return found == engine.models.end() ? nullptr : &*found;
}

Status unknown(const std::string& name, const std::vector<RecognizerEngine>& engines) {
    std::vector<std::string> names;
    for (const auto& engine : engines) {
        names.push_back(engine.name);
        for (const auto& model : engine.models) names.push_back(model.name);
    }
    const std::string nearest = nearest_name(name, names);
    return fail(ErrorCode::not_found, "no model or recognizer here is called '" + name + "'" +
                                          (nearest.empty() ? "" : "; did you mean " + nearest + "?") +
                                          "; attacca models lists them");
}

}  // namespace

Result<ModelChoice> read_model_choice(const std::filesystem::path& file) {
    const auto text = read_whole_file(file.string(), kMostBytes);
    if (!text && text.error().code == ErrorCode::not_found) return ModelChoice{};
    if (!text) return fail(text.error());
    const Json value = Json::parse(*text, nullptr, false);
    if (!value.is_object()) {
        return fail(ErrorCode::damaged, file.string() +
                                            ": does not say which model was chosen; attacca models use "
                                            "NAME writes it anew");
    }
    ModelChoice choice;
    for (const Named& named : kNamed) {
        const auto found = value.find(named.name);
        if (found != value.end() && found->is_string()) choice.*named.value = found->get<std::string>();
    }
    return choice;
}

Status keep_model_choice(const std::filesystem::path& file, const ModelChoice& choice) {
    Json value = Json::object();
    for (const Named& named : kNamed) {
        if (!(choice.*named.value).empty()) value[named.name] = choice.*named.value;
    }
    return write_whole_file(file.string(), value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Status choose_recognizer(ModelChoice& choice, const std::string& name, const std::vector<RecognizerEngine>& engines) {
    const RecognizerEngine* chosen = engine_named(engines, name);
    std::string model;
    if (chosen == nullptr) {
        const auto slash = name.find('/');
        const RecognizerEngine* before =
            slash == std::string::npos ? nullptr : engine_named(engines, name.substr(0, slash));
        model = before == nullptr ? name : name.substr(slash + 1);
        for (const RecognizerEngine& engine : engines) {
            if ((before != nullptr && before != &engine) || model_named(engine, model) == nullptr) continue;
            if (chosen != nullptr) {
                return fail(ErrorCode::invalid_argument, "'" + name + "' is a model of " + chosen->name + " and of " +
                                                             engine.name + "; say " + engine.name + "/" + model);
            }
            chosen = &engine;
        }
    }
    if (chosen == nullptr) return unknown(name, engines);
    if (!chosen->missing.empty()) return fail(ErrorCode::unavailable, chosen->missing);
    if (chosen->models.empty()) {
        return fail(ErrorCode::not_found, chosen->name + " has no model here; " + chosen->model_hint);
    }
    choice.engine = chosen->name;
    choice.model = model;
    return {};
}

Status apply_choice(const ModelChoice& choice, const std::vector<RecognizerEngine>& engines, RecognizerSpec& spec) {
    if (choice.engine.empty() || !spec.engine.empty() || !spec.model.empty()) return {};
    const RecognizerEngine* engine = engine_named(engines, choice.engine);
    const bool able = engine != nullptr && std::ranges::find(engine->tasks, spec.task) != engine->tasks.end();
    if (engine != nullptr && !able) return {};
    const SpeechModel* model = engine == nullptr ? nullptr : model_named(*engine, choice.model);
    const bool gone = engine == nullptr || (!choice.model.empty() && model == nullptr);
    if (gone || !engine->missing.empty()) {
        return fail(ErrorCode::not_found, "the chosen " + choice.engine +
                                              (choice.model.empty() ? "" : "/" + choice.model) +
                                              " is not here any more; attacca models lists what is, and attacca models "
                                              "use auto takes the best of it");
    }
    const bool foreign =
        model != nullptr && !model->language.empty() && !spec.language.empty() && model->language != spec.language;
    if (foreign) return {};
    spec.engine = choice.engine;
    spec.model = choice.model;
    return {};
}

}  // namespace attacca::speech
