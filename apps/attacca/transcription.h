// One recording as text.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "attacca/speech/grammar.h"
#include "attacca/speech/speech_stream.h"
#include "sound_section.h"
#include "text_output.h"
#include "transcript_text.h"

namespace attacca::app {

struct TranscriptionSpec {
    speech::SpeechStreamSpec stream;  ///< Its rate and channels come from the recording.
    TranscriptFormat format = TranscriptFormat::txt;
    std::string language;
    std::optional<speech::Grammar> grammar;  ///< Where there is one, commands get their tags.
};

struct TranscriptionCounts {
    std::size_t passages = 0;
    std::size_t words = 0;
    double heard_s = 0.0;
};

/// Hears all of it, and writes each passage as soon as it is over. `show` is told how many seconds are done.
/// Failure: the recording, the recognizer, or cancelled.
[[nodiscard]] Result<TranscriptionCounts> transcribe_section(const TranscriptionSpec& spec, const std::string& name,
                                                             SoundSection& section,
                                                             std::shared_ptr<speech::Recognizer> recognizer,
                                                             TextOutput& output,
                                                             const std::function<void(double done_s)>& show,
                                                             const std::stop_token& stop);

}  // namespace attacca::app
