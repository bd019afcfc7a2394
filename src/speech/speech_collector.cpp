#include "speech/speech_collector.h"

#include <utility>

#include "speech/speech_hearer.h"

namespace attacca::speech {

SpeechCollector::SpeechCollector(const SpeechStreamSpec& spec, SpeechCrew& crew, SpeechStream::Listener listener)
    : shared_(std::make_shared<Shared>(Shared{.spec = spec, .listener = std::move(listener), .status = {}})),
      crew_(crew) {}

void SpeechCollector::take(const SpeechPart& part) {
    switch (part.kind) {
        case SpeechPart::Kind::begin:
            tell_of({.kind = SpeechEvent::Kind::begin, .time_s = part.time_s});
            return begin(part.sound_s);
        case SpeechPart::Kind::sound:
            utterance_.insert(utterance_.end(), part.samples.begin(), part.samples.end());
            return;
        case SpeechPart::Kind::cut:
            hand_over(part.time_s, part.voice);
            return begin(part.sound_s);
        case SpeechPart::Kind::end:
            hand_over(part.time_s, part.voice);
            return tell_of({.kind = SpeechEvent::Kind::end, .time_s = part.time_s});
    }
}

void SpeechCollector::begin(double sound_s) {
    sound_begin_s_ = sound_s;
    utterance_.clear();
}

void SpeechCollector::hand_over(double end_s, float voice) {
    if (voice < shared_->spec.least_voice) return;  // Whatever a recognizer made of it would be dropped.
    crew_.hear(std::exchange(utterance_, {}),
               [shared = shared_, begin_s = sound_begin_s_, end_s, voice](Result<Transcript> said) {
                   if (!said) {
                       if (shared->status) shared->status = fail(said.error());
                       return;
                   }
                   if (const auto event = what_was_said(shared->spec, *std::move(said), begin_s, end_s, voice))
                       shared->listener(*event);
               });
}

void SpeechCollector::tell_of(const SpeechEvent& event) {
    crew_.then([shared = shared_, event] { shared->listener(event); });
}

}  // namespace attacca::speech
