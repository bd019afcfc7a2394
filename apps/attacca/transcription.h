// One recording as text.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "attacca/media/decoder.h"
#include "attacca/speech/grammar.h"
#include "attacca/speech/speech_crew.h"
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

/// What has become of a recording.
struct TranscriptionCounts {
    std::size_t passages = 0;
    std::size_t words = 0;
    double heard_s = 0.0;
    media::Decoder::Damage damage;
};

/// Reads all of it and gives it to the crew, which may still be at the recording before; each passage is written when
/// the crew tells of it, and `done` is called when it has told everything. `show` is told how many seconds were read.
/// Failure of `done`: the recording, the recognizer, the output, or cancelled; then no file is left.
void transcribe_section(const TranscriptionSpec& spec, const std::string& name, SoundSection section,
                        speech::SpeechCrew& crew, TextOutput output, const std::function<void(double done_s)>& show,
                        std::function<void(Result<TranscriptionCounts>)> done, const std::stop_token& stop);

}  // namespace attacca::app
