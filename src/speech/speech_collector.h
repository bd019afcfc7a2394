// The crew's side of a stream: whole utterances of its parts.
#pragma once

#include <memory>
#include <vector>

#include "attacca/speech/speech_crew.h"
#include "attacca/speech/speech_stream.h"
#include "speech/speech_cutter.h"

namespace attacca::speech {

class SpeechCollector {
public:
    SpeechCollector(const SpeechStreamSpec& spec, SpeechCrew& crew, SpeechStream::Listener listener);

    void take(const SpeechPart& part);

    /// The first failure among what was told.
    [[nodiscard]] Status status() const { return shared_->status; }

private:
    /// What tellers need, who may outlive the stream.
    struct Shared {
        SpeechStreamSpec spec;
        SpeechStream::Listener listener;
        Status status;
    };

    void begin(double sound_s);
    void hand_over(double end_s, float voice);
    void tell_of(const SpeechEvent& event);

    std::shared_ptr<Shared> shared_;
    SpeechCrew& crew_;
    double sound_begin_s_ = 0.0;
    std::vector<float> utterance_;
};

}  // namespace attacca::speech
