// Vosk, loaded when its user has it: text while it is spoken.
#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <nlohmann/json.hpp>

#include "attacca/speech/grammar.h"
#include "speech/engine.h"
#include "speech/foreign_library.h"
#include "speech/token_words.h"
#include "speech/vosk_api.h"

namespace attacca::speech {
namespace {

using Json = nlohmann::json;
using Path = std::filesystem::path;

constexpr const char* kName = "vosk";
constexpr const char* kKnown = "0.3.30 or newer";
constexpr const char* kLibraryNames[] = {"libvosk.so"};

Result<vosk::Functions> load(const std::string& chosen, const ModelFolders& folders) {
    const auto library = load_foreign_library({.engine = "Vosk", .names = kLibraryNames, .chosen = chosen}, folders);
    if (!library) return fail(library.error());
    vosk::Functions f{};
    const char* missing = nullptr;
    const auto find = [&](const char* name, auto& function) {
        if (!library->find(name, function) && missing == nullptr) missing = name;
    };
    find("vosk_set_log_level", f.set_log_level);
    find("vosk_model_new", f.model_new);
    find("vosk_model_free", f.model_free);
    find("vosk_recognizer_new", f.recognizer_new);
    find("vosk_recognizer_new_grm", f.recognizer_new_grm);
    find("vosk_recognizer_free", f.recognizer_free);
    find("vosk_recognizer_set_words", f.recognizer_set_words);
    find("vosk_recognizer_accept_waveform_s", f.recognizer_accept_waveform_s);
    find("vosk_recognizer_result", f.recognizer_result);
    find("vosk_recognizer_partial_result", f.recognizer_partial_result);
    find("vosk_recognizer_final_result", f.recognizer_final_result);
    if (missing != nullptr) return fail(ErrorCode::unavailable, lacks_function("Vosk", missing, kKnown));
    return f;
}

/// Old models have their parts in the folder itself, newer ones in folders of it.
bool is_model(const Path& folder) {
    std::error_code error;
    const auto has = [&](const char* name) { return std::filesystem::exists(folder / name, error); };
    return (has("am/final.mdl") && has("graph")) || (has("final.mdl") && has("HCLG.fst"));
}

/// "vosk-model-small-en-us-0.15" is for English: the first part of two letters.
std::vector<SpeechModel> models(const ModelFolders& folders) { return find_models(folders, is_model); }

std::string text_in(const Json& object, const char* name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

double number_in(const Json& object, const char* name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_number() ? found->get<double>() : 0.0;
}

/// What Vosk hears where no word of its list was said.
constexpr const char* kUnknownWord = "[unk]";

std::string known_words(std::string text) {
    const std::size_t length = std::char_traits<char>::length(kUnknownWord);
    for (auto place = text.find(kUnknownWord); place != std::string::npos; place = text.find(kUnknownWord)) {
        // With the space before or behind it.
        text.erase(place, std::min(length + 1, text.size() - place));
    }
    return trimmed(text);
}

/// The words of a JSGF grammar as Vosk has its grammars: a list, from which it hears any sequence.
Result<std::string> words_of_grammar(const RecognizerSpec& spec) {
    const auto grammar = Grammar::parse(spec.grammar, spec.grammar_name);
    if (!grammar) return fail(grammar.error());
    Json list = grammar->words();
    list.push_back(kUnknownWord);
    return list.dump();
}

using ModelHandle = std::unique_ptr<vosk::Model, void (*)(vosk::Model*)>;
using DecoderHandle = std::unique_ptr<vosk::Decoder, void (*)(vosk::Decoder*)>;

class VoskRecognizer final : public Recognizer {
public:
    VoskRecognizer(const vosk::Functions& functions, ModelHandle model, std::string grammar)
        : f_(functions),
          model_(std::move(model)),
          grammar_(std::move(grammar)),
          decoder_(nullptr, functions.recognizer_free) {}

    std::string_view engine() const noexcept override { return kName; }

    Status begin() override {
        // A new one, so that times count from here.
        decoder_.reset(grammar_.empty() ? f_.recognizer_new(model_.get(), kRate)
                                        : f_.recognizer_new_grm(model_.get(), kRate, grammar_.c_str()));
        if (!decoder_)
            return fail(ErrorCode::system, "Vosk made no recognizer of its model; name another with --model");
        f_.recognizer_set_words(decoder_.get(), 1);
        said_ = {};
        return {};
    }

    Status take(std::span<const float> samples) override {
        constexpr float kFullScale = 32767.0F;
        integers_.resize(samples.size());
        std::ranges::transform(samples, integers_.begin(), [](float sample) {
            return static_cast<short>(std::lround(std::clamp(sample, -1.0F, 1.0F) * kFullScale));
        });
        const int outcome =
            f_.recognizer_accept_waveform_s(decoder_.get(), integers_.data(), static_cast<int>(integers_.size()));
        if (outcome < 0) return fail(ErrorCode::system, "Vosk gave up on an utterance; begin another");
        // A pause that it takes for an end is none of ours: what it has understood until here is kept.
        if (outcome > 0) add(f_.recognizer_result(decoder_.get()));
        return {};
    }

    Transcript partial() override {
        const Json result = Json::parse(f_.recognizer_partial_result(decoder_.get()), nullptr, false);
        return {.text = trimmed(said_.text + " " + known_words(text_in(result, "partial")))};
    }

    Result<Transcript> end() override {
        add(f_.recognizer_final_result(decoder_.get()));
        said_.confidence = confidence_of(said_.words);
        return std::exchange(said_, {});
    }

private:
    static constexpr float kRate = static_cast<float>(kSpeechRate_hz);

    void add(const char* text) {
        const Json result = Json::parse(text, nullptr, false);
        if (!result.is_object()) return;
        said_.text = trimmed(said_.text + " " + known_words(text_in(result, "text")));
        const auto words = result.find("result");
        if (words == result.end() || !words->is_array()) return;
        for (const Json& word : *words) {
            if (text_in(word, "word") == kUnknownWord) continue;
            said_.words.push_back({.text = text_in(word, "word"),
                                   .begin_s = number_in(word, "start"),
                                   .end_s = number_in(word, "end"),
                                   .confidence = static_cast<float>(number_in(word, "conf"))});
        }
    }

    vosk::Functions f_;
    ModelHandle model_;
    std::string grammar_;  ///< Phrases as a JSON list; empty: any words.
    DecoderHandle decoder_;
    std::vector<short> integers_;
    Transcript said_;
};

Result<std::string> version(const ModelFolders& folders) {
    const auto functions = load("", folders);
    if (!functions) return fail(functions.error());
    return std::string();
}

Result<std::unique_ptr<Recognizer>> open(const RecognizerSpec& spec, const Path& path, const ModelFolders& folders) {
    if (!is_model(path)) {
        return fail(ErrorCode::damaged, path.string() +
                                            ": no model of Vosk, which is a folder with am/final.mdl and "
                                            "graph; unpack the model's archive and name its folder");
    }
    Result<std::string> grammar = std::string();
    if (spec.task == SpeechTask::commands) grammar = words_of_grammar(spec);
    if (!grammar) return fail(grammar.error());
    const auto functions = load(spec.library, folders);
    if (!functions) return fail(functions.error());
    functions->set_log_level(-1);
    ModelHandle model(nullptr, functions->model_free);
    try {
        model.reset(functions->model_new(path.c_str()));
    } catch (const std::exception&) {  // As a null: the sentence below says what to do.
    }
    if (!model) {
        return fail(ErrorCode::damaged, path.string() + ": Vosk cannot load this model; get its archive again");
    }
    return std::make_unique<VoskRecognizer>(*functions, std::move(model), *std::move(grammar));
}

}  // namespace

Engine vosk_engine() {
    return {.name = kName,
            .good_for = "text while it is spoken, with times and confidence of words, on slow processors too",
            .model_hint =
                "a Vosk model is a folder such as vosk-model-small-en-us-0.15, published by the project Vosk; "
                "put it into",
            .tasks = {SpeechTask::dictation, SpeechTask::commands},
            .version = version,
            .models = models,
            .open = open};
}

}  // namespace attacca::speech
