// The recognizer's side of a stream: parts of speech in, events out.
#pragma once

#include <memory>
#include <optional>

#include "attacca/speech/speech_stream.h"
#include "speech/speech_cutter.h"

namespace attacca::speech {

/// What the listener is told of an utterance; nothing, where the spec drops it.
[[nodiscard]] std::optional<SpeechEvent> what_was_said(const SpeechStreamSpec& spec, Transcript transcript,
                                                       double begin_s, double end_s, float voice);

class SpeechHearer {
public:
    SpeechHearer(const SpeechStreamSpec& spec, std::shared_ptr<Recognizer> recognizer, SpeechStream::Listener listener);

    [[nodiscard]] Status take(const SpeechPart& part);

    /// So much of the speech never came, before this second of the stream.
    [[nodiscard]] Status lose(double end_s, double lost_s);

private:
    [[nodiscard]] Status begin(double sound_s);
    [[nodiscard]] Status hear(std::span<const float> samples);
    [[nodiscard]] Status tell(double end_s, float voice);
    void look_for_partial();

    SpeechStreamSpec spec_;
    std::shared_ptr<Recognizer> recognizer_;
    SpeechStream::Listener listener_;
    double sound_begin_s_ = 0.0;  ///< Of what the recognizer hears.
    double heard_s_ = 0.0;
    double last_look_s_ = 0.0;
    std::string last_partial_;
};

}  // namespace attacca::speech
