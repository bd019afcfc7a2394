#include "speech/speech_hearer.h"

#include <utility>

namespace attacca::speech {

std::optional<SpeechEvent> what_was_said(const SpeechStreamSpec& spec, Transcript transcript, double begin_s,
                                         double end_s, float voice) {
    if (transcript.text.empty() || voice < spec.least_voice || transcript.confidence < spec.least_confidence)
        return std::nullopt;
    for (Word& word : transcript.words) {
        word.begin_s += begin_s;
        word.end_s += begin_s;
    }
    return SpeechEvent{.kind = SpeechEvent::Kind::final, .time_s = end_s, .transcript = std::move(transcript)};
}

SpeechHearer::SpeechHearer(const SpeechStreamSpec& spec, std::shared_ptr<Recognizer> recognizer,
                           SpeechStream::Listener listener)
    : spec_(spec), recognizer_(std::move(recognizer)), listener_(std::move(listener)) {}

Status SpeechHearer::take(const SpeechPart& part) {
    switch (part.kind) {
        case SpeechPart::Kind::begin:
            listener_({.kind = SpeechEvent::Kind::begin, .time_s = part.time_s});
            return begin(part.sound_s);
        case SpeechPart::Kind::sound:
            return hear(part.samples);
        case SpeechPart::Kind::cut:
            if (auto told = tell(part.time_s, part.voice); !told) return told;
            return begin(part.sound_s);
        case SpeechPart::Kind::end:
            break;
    }
    auto told = tell(part.time_s, part.voice);
    listener_({.kind = SpeechEvent::Kind::end, .time_s = part.time_s});
    return told;
}

Status SpeechHearer::lose(double end_s, double lost_s) {
    // What was heard before is told by itself: with a gap in the midst, its words would have the wrong times.
    if (auto told = tell(end_s - lost_s, 1.0F); !told) return told;
    listener_({.kind = SpeechEvent::Kind::lost, .time_s = end_s - lost_s, .lost_s = lost_s});
    return begin(end_s);
}

Status SpeechHearer::begin(double sound_s) {
    sound_begin_s_ = sound_s;
    heard_s_ = 0.0;
    last_look_s_ = 0.0;
    last_partial_.clear();
    return recognizer_->begin();
}

Status SpeechHearer::hear(std::span<const float> samples) {
    if (auto taken = recognizer_->take(samples); !taken) return taken;
    heard_s_ += static_cast<double>(samples.size()) / kSpeechRate_hz;
    if (spec_.partial_s > 0.0 && heard_s_ - last_look_s_ >= spec_.partial_s) look_for_partial();
    return {};
}

void SpeechHearer::look_for_partial() {
    last_look_s_ = heard_s_;
    Transcript partial = recognizer_->partial();
    if (partial.text.empty() || partial.text == last_partial_) return;
    last_partial_ = partial.text;
    listener_(
        {.kind = SpeechEvent::Kind::partial, .time_s = sound_begin_s_ + heard_s_, .transcript = std::move(partial)});
}

Status SpeechHearer::tell(double end_s, float voice) {
    auto transcript = recognizer_->end();
    if (!transcript) return fail(transcript.error());
    if (const auto event = what_was_said(spec_, *std::move(transcript), sound_begin_s_, end_s, voice))
        listener_(*event);
    return {};
}

}  // namespace attacca::speech
