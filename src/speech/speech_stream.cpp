#include "attacca/speech/speech_stream.h"

#include <utility>

#include "speech/speech_cutter.h"
#include "speech/speech_hearer.h"

namespace attacca::speech {

struct SpeechStream::State {
    SpeechCutter cutter;
    SpeechHearer hearer;
    Status status;

    void take(const SpeechPart& part) {
        if (status) status = hearer.take(part);
    }
};

SpeechStream::SpeechStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
SpeechStream::~SpeechStream() = default;
SpeechStream::SpeechStream(SpeechStream&&) noexcept = default;
SpeechStream& SpeechStream::operator=(SpeechStream&&) noexcept = default;

Result<SpeechStream> SpeechStream::create(const SpeechStreamSpec& spec, std::shared_ptr<Recognizer> recognizer,
                                          Listener listener) {
    auto cutter = SpeechCutter::create(spec);
    if (!cutter) return fail(cutter.error());
    return SpeechStream(std::make_unique<State>(State{
        .cutter = *std::move(cutter), .hearer = {spec, std::move(recognizer), std::move(listener)}, .status = {}}));
}

Status SpeechStream::process(ConstAudioBlock block) {
    state_->cutter.process(block, [this](const SpeechPart& part) { state_->take(part); });
    return state_->status;
}

Status SpeechStream::finish() {
    state_->cutter.finish([this](const SpeechPart& part) { state_->take(part); });
    return state_->status;
}

}  // namespace attacca::speech
