#include "attacca/speech/speech_stream.h"

#include <utility>
#include <variant>

#include "speech/speech_collector.h"
#include "speech/speech_cutter.h"
#include "speech/speech_hearer.h"

namespace attacca::speech {
namespace {

/// A recognizer in the caller's thread.
class Alone {
public:
    explicit Alone(SpeechHearer hearer) : hearer_(std::move(hearer)) {}
    void take(const SpeechPart& part) {
        if (status_) status_ = hearer_.take(part);
    }
    Status status() const { return status_; }

private:
    SpeechHearer hearer_;
    Status status_;
};

}  // namespace

struct SpeechStream::State {
    SpeechCutter cutter;
    std::variant<Alone, SpeechCollector> hearing;

    void take(const SpeechPart& part) {
        std::visit([&](auto& one) { one.take(part); }, hearing);
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
    return SpeechStream(std::make_unique<State>(
        State{.cutter = *std::move(cutter), .hearing = Alone({spec, std::move(recognizer), std::move(listener)})}));
}

Result<SpeechStream> SpeechStream::create(const SpeechStreamSpec& spec, SpeechCrew& crew, Listener listener) {
    auto cutter = SpeechCutter::create(spec);
    if (!cutter) return fail(cutter.error());
    return SpeechStream(std::make_unique<State>(
        State{.cutter = *std::move(cutter), .hearing = SpeechCollector(spec, crew, std::move(listener))}));
}

Status SpeechStream::process(ConstAudioBlock block) {
    state_->cutter.process(block, [this](const SpeechPart& part) { state_->take(part); });
    return status();
}

Status SpeechStream::finish() {
    state_->cutter.finish([this](const SpeechPart& part) { state_->take(part); });
    return status();
}

Status SpeechStream::status() const {
    return std::visit([](const auto& one) { return one.status(); }, state_->hearing);
}

}  // namespace attacca::speech
