// sherpa-onnx, loaded when its user has it: models that give text while they listen, and models that give it at the
// end.
#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <thread>

#include "speech/engine.h"
#include "speech/foreign_library.h"
#include "speech/onnx_provider.h"
#include "speech/sherpa_api.h"
#include "speech/sherpa_model.h"
#include "speech/token_words.h"
#include "speech/whole_utterance.h"

namespace attacca::speech {
namespace {

using Path = std::filesystem::path;

constexpr const char* kName = "sherpa-onnx";
constexpr const char* kKnown = "1.12.35 to 1.13";
constexpr const char* kLibraryNames[] = {"libsherpa-onnx-c-api.so"};
constexpr LibraryVersion kOldest{1, 12, 35};
constexpr LibraryVersion kTooNew{1, 14, 0};
constexpr std::int32_t kRate = static_cast<std::int32_t>(kSpeechRate_hz);
constexpr unsigned kMostThreads = 4;
constexpr double kTokenLength_s = 0.1;  // Of a last one, where the model knows only where tokens begin.

/// What a model that looks ahead must hear after the last word, to give it out.
constexpr std::size_t kSilenceAfter = static_cast<std::size_t>(0.6 * kSpeechRate_hz);

Result<sherpa::Functions> load(const std::string& chosen, const ModelFolders& folders) {
    const auto library = load_foreign_library({.engine = kName, .names = kLibraryNames, .chosen = chosen}, folders);
    if (!library) return fail(library.error());
    sherpa::Functions f{};
    const char* missing = nullptr;
    const auto find = [&](const char* name, auto& function) {
        if (!library->find(name, function) && missing == nullptr) missing = name;
    };
    find("SherpaOnnxGetVersionStr", f.GetVersionStr);
    find("SherpaOnnxCreateOnlineRecognizer", f.CreateOnlineRecognizer);
    find("SherpaOnnxDestroyOnlineRecognizer", f.DestroyOnlineRecognizer);
    find("SherpaOnnxCreateOnlineStream", f.CreateOnlineStream);
    find("SherpaOnnxDestroyOnlineStream", f.DestroyOnlineStream);
    find("SherpaOnnxOnlineStreamAcceptWaveform", f.OnlineStreamAcceptWaveform);
    find("SherpaOnnxOnlineStreamInputFinished", f.OnlineStreamInputFinished);
    find("SherpaOnnxIsOnlineStreamReady", f.IsOnlineStreamReady);
    find("SherpaOnnxDecodeOnlineStream", f.DecodeOnlineStream);
    find("SherpaOnnxGetOnlineStreamResult", f.GetOnlineStreamResult);
    find("SherpaOnnxDestroyOnlineRecognizerResult", f.DestroyOnlineRecognizerResult);
    find("SherpaOnnxCreateOfflineRecognizer", f.CreateOfflineRecognizer);
    find("SherpaOnnxDestroyOfflineRecognizer", f.DestroyOfflineRecognizer);
    find("SherpaOnnxCreateOfflineStream", f.CreateOfflineStream);
    find("SherpaOnnxDestroyOfflineStream", f.DestroyOfflineStream);
    find("SherpaOnnxAcceptWaveformOffline", f.AcceptWaveformOffline);
    find("SherpaOnnxDecodeOfflineStream", f.DecodeOfflineStream);
    find("SherpaOnnxGetOfflineStreamResult", f.GetOfflineStreamResult);
    find("SherpaOnnxDestroyOfflineRecognizerResult", f.DestroyOfflineRecognizerResult);
    if (missing != nullptr) return fail(ErrorCode::unavailable, lacks_function(kName, missing, kKnown));
    const std::string version = f.GetVersionStr();
    const auto parsed = parse_version(version);
    if (!parsed || *parsed < kOldest || *parsed >= kTooNew) {
        return fail(ErrorCode::unavailable, unknown_version(kName, version, kKnown));
    }
    return f;
}

/// The texts that a configuration points to, kept while it is read.
struct Settings {
    explicit Settings(const SherpaModel& model, std::string provider_name, std::string language_code)
        : tokens(model.tokens),
          encoder(model.encoder),
          decoder(model.decoder),
          joiner(model.joiner),
          single(model.model),
          preprocessor(model.preprocessor),
          cached_decoder(model.cached_decoder),
          provider(std::move(provider_name)),
          language(std::move(language_code)) {}

    std::string tokens, encoder, decoder, joiner, single, preprocessor, cached_decoder, provider, language;
    std::int32_t threads =
        static_cast<std::int32_t>(std::clamp(std::thread::hardware_concurrency(), 2U, kMostThreads + 1) - 1);
};

/// What every kind of model is told.
template <class Config>
Config config_with(const Settings& settings) {
    Config config{};
    config.feature = {.sample_rate = kRate, .feature_dim = 80};
    config.decoding_method = "greedy_search";
    config.model.tokens = settings.tokens.c_str();
    config.model.provider = settings.provider.c_str();
    config.model.num_threads = settings.threads;
    return config;
}

sherpa::OnlineConfig online_config(SherpaKind kind, const Settings& settings) {
    auto config = config_with<sherpa::OnlineConfig>(settings);
    auto& model = config.model;
    if (kind == SherpaKind::online_transducer) {
        model.transducer = {settings.encoder.c_str(), settings.decoder.c_str(), settings.joiner.c_str()};
    } else if (kind == SherpaKind::online_paraformer) {
        model.paraformer = {settings.encoder.c_str(), settings.decoder.c_str()};
    } else {
        model.zipformer2_ctc = settings.single.c_str();
    }
    return config;
}

sherpa::OfflineConfig offline_config(SherpaKind kind, const Settings& settings) {
    auto config = config_with<sherpa::OfflineConfig>(settings);
    auto& model = config.model;
    switch (kind) {
        case SherpaKind::transducer:
        case SherpaKind::nemo_transducer:
            model.transducer = {settings.encoder.c_str(), settings.decoder.c_str(), settings.joiner.c_str()};
            model.model_type = kind == SherpaKind::transducer ? "transducer" : "nemo_transducer";
            break;
        case SherpaKind::nemo_ctc:
            model.nemo_ctc = settings.single.c_str();
            break;
        case SherpaKind::paraformer:
            model.paraformer = settings.single.c_str();
            break;
        case SherpaKind::sense_voice:
            model.sense_voice = {.model = settings.single.c_str(), .language = settings.language.c_str(), .use_itn = 1};
            break;
        case SherpaKind::whisper:
            model.whisper.encoder = settings.encoder.c_str();
            model.whisper.decoder = settings.decoder.c_str();
            model.whisper.language = settings.language.c_str();
            model.whisper.task = "transcribe";
            model.whisper.tail_paddings = -1;
            break;
        case SherpaKind::moonshine:
            model.moonshine = {.preprocessor = settings.preprocessor.c_str(),
                               .encoder = settings.encoder.c_str(),
                               .uncached_decoder = settings.decoder.c_str(),
                               .cached_decoder = settings.cached_decoder.c_str(),
                               .merged_decoder = nullptr};
            break;
        default:
            break;
    }
    return config;
}

/// What both kinds of result have: tokens that may have times, lengths and probabilities.
struct Tokens {
    const sherpa::Text* texts = nullptr;
    const float* begins = nullptr;
    const float* lengths = nullptr;
    const float* log_probabilities = nullptr;
    std::int32_t count = 0;
};

/// Words need times. Where the model tells no probability, the words are taken for certain.
Transcript transcript_of(const char* text, const Tokens& tokens, double length_s) {
    Transcript transcript{.text = trimmed(text)};
    if (tokens.begins != nullptr && tokens.texts != nullptr) {
        std::vector<TimedToken> timed;
        for (std::int32_t i = 0; i < tokens.count; ++i) {
            const double begin_s = tokens.begins[i];
            const double next_s =
                i + 1 < tokens.count ? static_cast<double>(tokens.begins[i + 1]) : begin_s + kTokenLength_s;
            const double end_s = tokens.lengths != nullptr ? begin_s + tokens.lengths[i] : next_s;
            timed.push_back(
                {.text = tokens.texts[i],
                 .begin_s = std::min(begin_s, length_s),
                 .end_s = std::min(end_s, length_s),
                 .probability = tokens.log_probabilities != nullptr ? std::exp(tokens.log_probabilities[i]) : 1.0F});
        }
        transcript.words = words_of(timed);
    }
    transcript.confidence =
        transcript.words.empty() ? (transcript.text.empty() ? 0.0F : 1.0F) : confidence_of(transcript.words);
    return transcript;
}

/// What it throws, ONNX Runtime's complaints of many lines, becomes an Error.
template <class Work>
auto guarded(const std::string& subject, Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::exception& thrown) {
        const std::string said = thrown.what();
        return fail(ErrorCode::system,
                    subject + " (" + said.substr(0, said.find('\n')) + "); name another with --model");
    }
}

constexpr const char* kGaveUp = "sherpa-onnx gave up on an utterance";

/// What both kinds share, over the interface that each fulfills.
template <class Kind>
class SherpaRecognizer : public Kind {
public:
    std::string_view engine() const noexcept override { return kName; }
    std::string notice() const override { return notice_; }

protected:
    SherpaRecognizer(const sherpa::Functions& functions, std::string notice)
        : f_(functions), notice_(std::move(notice)) {}
    sherpa::Functions f_;

private:
    std::string notice_;
};

class OnlineSherpa final : public SherpaRecognizer<Recognizer> {
public:
    OnlineSherpa(const sherpa::Functions& functions, const sherpa::OnlineRecognizer* made, std::string notice)
        : SherpaRecognizer(functions, std::move(notice)),
          recognizer_(made, functions.DestroyOnlineRecognizer),
          stream_(nullptr, functions.DestroyOnlineStream) {}

    Status begin() override {
        return guarded(kGaveUp, [&]() -> Status {
            stream_.reset(f_.CreateOnlineStream(recognizer_.get()));
            taken_ = 0;
            if (stream_) return {};
            return fail(ErrorCode::system, "sherpa-onnx made no stream of its model; name another with --model");
        });
    }

    Status take(std::span<const float> samples) override {
        return guarded(kGaveUp, [&]() -> Status {
            taken_ += samples.size();
            f_.OnlineStreamAcceptWaveform(stream_.get(), kRate, samples.data(),
                                          static_cast<std::int32_t>(samples.size()));
            decode();
            return {};
        });
    }

    Transcript partial() override { return {.text = result().text}; }

    Result<Transcript> end() override {
        return guarded(kGaveUp, [&]() -> Result<Transcript> {
            const std::vector<float> silence(kSilenceAfter);
            f_.OnlineStreamAcceptWaveform(stream_.get(), kRate, silence.data(),
                                          static_cast<std::int32_t>(silence.size()));
            f_.OnlineStreamInputFinished(stream_.get());
            decode();
            return result();
        });
    }

private:
    void decode() {
        while (f_.IsOnlineStreamReady(recognizer_.get(), stream_.get()) != 0) {
            f_.DecodeOnlineStream(recognizer_.get(), stream_.get());
        }
    }

    Transcript result() const {
        const std::unique_ptr<const sherpa::OnlineResult, void (*)(const sherpa::OnlineResult*)> result(
            f_.GetOnlineStreamResult(recognizer_.get(), stream_.get()), f_.DestroyOnlineRecognizerResult);
        if (!result || result->text == nullptr) return {};
        return transcript_of(result->text,
                             {.texts = result->tokens_arr, .begins = result->timestamps, .count = result->count},
                             static_cast<double>(taken_) / kSpeechRate_hz);
    }

    std::unique_ptr<const sherpa::OnlineRecognizer, void (*)(const sherpa::OnlineRecognizer*)> recognizer_;
    std::unique_ptr<const sherpa::OnlineStream, void (*)(const sherpa::OnlineStream*)> stream_;
    std::size_t taken_ = 0;
};

class OfflineSherpa final : public SherpaRecognizer<WholeUtterance> {
public:
    OfflineSherpa(const sherpa::Functions& functions, const sherpa::OfflineRecognizer* made, std::string notice)
        : SherpaRecognizer(functions, std::move(notice)), recognizer_(made, functions.DestroyOfflineRecognizer) {}

    Result<Transcript> end() override {
        if (samples_.empty()) return Transcript{};
        return guarded(kGaveUp, [&]() -> Result<Transcript> {
            const std::unique_ptr<const sherpa::OfflineStream, void (*)(const sherpa::OfflineStream*)> stream(
                f_.CreateOfflineStream(recognizer_.get()), f_.DestroyOfflineStream);
            if (!stream) {
                return fail(ErrorCode::system, "sherpa-onnx made no stream of its model; name another with --model");
            }
            f_.AcceptWaveformOffline(stream.get(), kRate, samples_.data(), static_cast<std::int32_t>(samples_.size()));
            f_.DecodeOfflineStream(recognizer_.get(), stream.get());
            const std::unique_ptr<const sherpa::OfflineResult, void (*)(const sherpa::OfflineResult*)> result(
                f_.GetOfflineStreamResult(stream.get()), f_.DestroyOfflineRecognizerResult);
            if (!result || result->text == nullptr) return Transcript{};
            return transcript_of(result->text,
                                 {.texts = result->tokens_arr,
                                  .begins = result->timestamps,
                                  .lengths = result->durations,
                                  .log_probabilities = result->ys_log_probs,
                                  .count = result->count},
                                 static_cast<double>(samples_.size()) / kSpeechRate_hz);
        });
    }

private:
    std::unique_ptr<const sherpa::OfflineRecognizer, void (*)(const sherpa::OfflineRecognizer*)> recognizer_;
};

Result<std::string> version(const ModelFolders& folders) {
    const auto functions = load("", folders);
    if (!functions) return fail(functions.error());
    return std::string(functions->GetVersionStr());
}

std::vector<SpeechModel> models(const ModelFolders& folders) { return find_models(folders, is_sherpa_model); }

Result<std::unique_ptr<Recognizer>> open(const RecognizerSpec& spec, const Path& path, const ModelFolders& folders) {
    const auto model = SherpaModel::in(path);
    if (!model) return fail(model.error());
    const bool understands = model->languages.empty() || spec.language.empty() ||
                             std::ranges::find(model->languages, spec.language) != model->languages.end();
    if (!understands) {
        return fail(ErrorCode::unsupported, path.string() + ": does not understand language '" + spec.language +
                                                "'; name another with --model");
    }
    const auto functions = load(spec.library, folders);
    if (!functions) return fail(functions.error());
    const auto provider = choose_provider(spec.provider, built_in_providers());
    if (!provider) return fail(provider.error());
    const Settings settings(*model, provider->name, spec.language);
    return guarded(path.string() + ": sherpa-onnx cannot load this model",
                   [&]() -> Result<std::unique_ptr<Recognizer>> {
                       if (online(model->kind)) {
                           const auto config = online_config(model->kind, settings);
                           if (const auto* made = functions->CreateOnlineRecognizer(&config)) {
                               return std::make_unique<OnlineSherpa>(*functions, made, provider->notice);
                           }
                       } else {
                           const auto config = offline_config(model->kind, settings);
                           if (const auto* made = functions->CreateOfflineRecognizer(&config)) {
                               return std::make_unique<OfflineSherpa>(*functions, made, provider->notice);
                           }
                       }
                       return fail(ErrorCode::damaged,
                                   path.string() + ": sherpa-onnx cannot load this model; get its archive again");
                   });
}

}  // namespace

Engine sherpa_engine() {
    return {.name = kName,
            .good_for =
                "good text in many languages, with streaming models while it is spoken; computes on a graphics "
                "card or NPU where its ONNX Runtime can",
            .model_hint =
                "a sherpa-onnx model is a folder with .onnx files and tokens.txt, published by the project "
                "sherpa-onnx; put it into",
            .tasks = {SpeechTask::dictation},
            .computing = Computing::on_provider,
            .version = version,
            .models = models,
            .open = open};
}

}  // namespace attacca::speech
