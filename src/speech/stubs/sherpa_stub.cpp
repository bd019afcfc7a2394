// A libsherpa-onnx-c-api.so for tests: it hears a word in every half second, and says what it was asked.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "speech/sherpa_api.h"

namespace sherpa = attacca::speech::sherpa;

namespace {

constexpr const char* kTokens[] = {" o", "ne", " t", "wo", " thr", "ee"};
constexpr std::int32_t kSamplesPerToken = 4000;
constexpr std::int32_t kMostTokens = 6;
constexpr float kBegins[] = {0.0F, 0.25F, 0.5F, 0.75F, 1.0F, 1.25F};
constexpr float kLengths[] = {0.2F, 0.2F, 0.2F, 0.2F, 0.2F, 0.2F};
constexpr float kLogProbabilities[] = {0.0F, 0.0F, -0.693147F, -0.693147F, 0.0F, 0.0F};

std::string text_of(std::int32_t count) {
    std::string text;
    for (std::int32_t i = 0; i < count; ++i) text += kTokens[i];
    return text;
}

}  // namespace

struct attacca::speech::sherpa::OnlineRecognizer {};
struct attacca::speech::sherpa::OnlineStream {
    std::int32_t waiting = 0;
    std::int32_t tokens = 0;
    std::string text;
    OnlineResult result{};
};
struct attacca::speech::sherpa::OfflineRecognizer {
    std::string asked;
};
struct attacca::speech::sherpa::OfflineStream {
    std::string text;
    std::int32_t samples = 0;
    OfflineResult result{};
};

extern "C" {

const char* SherpaOnnxGetVersionStr() { return STUB_VERSION; }

const sherpa::OnlineRecognizer* SherpaOnnxCreateOnlineRecognizer(const sherpa::OnlineConfig* config) {
    const auto& model = config->model;
    const std::string encoder = model.transducer.encoder != nullptr ? model.transducer.encoder : "";
    if (encoder.find("throws") != std::string::npos) throw std::runtime_error("Protobuf parsing failed.");
    const bool complete = config->feature.sample_rate == 16000 && model.tokens != nullptr &&
                          std::string(model.provider) == "cpu" && model.num_threads > 0 &&
                          model.transducer.joiner != nullptr;
    return complete ? new sherpa::OnlineRecognizer : nullptr;
}
void SherpaOnnxDestroyOnlineRecognizer(const sherpa::OnlineRecognizer* recognizer) { delete recognizer; }
const sherpa::OnlineStream* SherpaOnnxCreateOnlineStream(const sherpa::OnlineRecognizer*) {
    return new sherpa::OnlineStream;
}
void SherpaOnnxDestroyOnlineStream(const sherpa::OnlineStream* stream) { delete stream; }
void SherpaOnnxOnlineStreamAcceptWaveform(const sherpa::OnlineStream* stream, std::int32_t, const float*,
                                          std::int32_t count) {
    const_cast<sherpa::OnlineStream*>(stream)->waiting += count;
}
void SherpaOnnxOnlineStreamInputFinished(const sherpa::OnlineStream*) {}
std::int32_t SherpaOnnxIsOnlineStreamReady(const sherpa::OnlineRecognizer*, const sherpa::OnlineStream* stream) {
    return stream->waiting >= kSamplesPerToken && stream->tokens < kMostTokens ? 1 : 0;
}
void SherpaOnnxDecodeOnlineStream(const sherpa::OnlineRecognizer*, const sherpa::OnlineStream* stream) {
    auto* writable = const_cast<sherpa::OnlineStream*>(stream);
    writable->waiting -= kSamplesPerToken;
    ++writable->tokens;
}
const sherpa::OnlineResult* SherpaOnnxGetOnlineStreamResult(const sherpa::OnlineRecognizer*,
                                                            const sherpa::OnlineStream* stream) {
    auto* writable = const_cast<sherpa::OnlineStream*>(stream);
    writable->text = text_of(stream->tokens);
    writable->result = {.text = stream->text.c_str(),
                        .tokens = nullptr,
                        .tokens_arr = kTokens,
                        .timestamps = kBegins,
                        .count = stream->tokens,
                        .json = nullptr};
    return &stream->result;
}
void SherpaOnnxDestroyOnlineRecognizerResult(const sherpa::OnlineResult*) {}

const sherpa::OfflineRecognizer* SherpaOnnxCreateOfflineRecognizer(const sherpa::OfflineConfig* config) {
    const auto& model = config->model;
    if (model.whisper.encoder == nullptr) return new sherpa::OfflineRecognizer{""};
    return new sherpa::OfflineRecognizer{std::string(" ") + model.whisper.language + " " + model.whisper.task};
}
void SherpaOnnxDestroyOfflineRecognizer(const sherpa::OfflineRecognizer* recognizer) { delete recognizer; }
const sherpa::OfflineStream* SherpaOnnxCreateOfflineStream(const sherpa::OfflineRecognizer* recognizer) {
    return new sherpa::OfflineStream{.text = recognizer->asked};
}
void SherpaOnnxDestroyOfflineStream(const sherpa::OfflineStream* stream) { delete stream; }
void SherpaOnnxAcceptWaveformOffline(const sherpa::OfflineStream* stream, std::int32_t, const float*,
                                     std::int32_t count) {
    const_cast<sherpa::OfflineStream*>(stream)->samples += count;
}
void SherpaOnnxDecodeOfflineStream(const sherpa::OfflineRecognizer*, const sherpa::OfflineStream*) {}
const sherpa::OfflineResult* SherpaOnnxGetOfflineStreamResult(const sherpa::OfflineStream* stream) {
    auto* writable = const_cast<sherpa::OfflineStream*>(stream);
    const bool timed = stream->text.empty();
    const std::int32_t count = std::min(kMostTokens, stream->samples / kSamplesPerToken);
    if (timed) writable->text = text_of(count);
    writable->result = {.text = stream->text.c_str(),
                        .timestamps = timed ? kBegins : nullptr,
                        .count = count,
                        .tokens = nullptr,
                        .tokens_arr = kTokens,
                        .json = nullptr,
                        .lang = nullptr,
                        .emotion = nullptr,
                        .event = nullptr,
                        .durations = timed ? kLengths : nullptr,
                        .ys_log_probs = timed ? kLogProbabilities : nullptr};
    return &stream->result;
}
void SherpaOnnxDestroyOfflineRecognizerResult(const sherpa::OfflineResult*) {}

}  // extern "C"
