// A recognizer that stays ready between one dictation and the next.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "attacca/speech/live_speech.h"
#include "attacca/speech/model_folders.h"
#include "attacca/speech/recognizers.h"

namespace attacca::app {

struct DictationHearingSpec {
    speech::RecognizerSpec recognizer;
    speech::SpeechStreamSpec stream;  ///< With the rate and channels of the microphone.
};

/// Threads    One at a time; recognition has a thread of its own.
class DictationHearing {
public:
    using Time = speech::LiveSpeech::Clock::time_point;

    /// Failure: no such engine or model, a grammar with an error.
    [[nodiscard]] static Result<std::unique_ptr<DictationHearing>> open(const DictationHearingSpec& spec,
                                                                        const speech::ModelFolders& folders);

    /// `captured`: when the last frame was.
    /// Failure: the recognizer broke.
    [[nodiscard]] Status hear(ConstAudioBlock block, Time captured);

    /// What was meant is over: silence follows, so that what is being said ends here and its text comes at once.
    [[nodiscard]] Status close();

    /// The same, but nothing of it was meant: its text never comes.
    [[nodiscard]] Status forget();

    /// Nothing follows for good: waits for the text.
    [[nodiscard]] Status finish() { return speech_->finish(); }

    /// What has happened since, but for what is forgotten.
    [[nodiscard]] std::vector<speech::SpeechEvent> events();

    /// Where in its stream it is, in the time of the events.
    [[nodiscard]] double heard_s() const noexcept;

    [[nodiscard]] bool speaking() const noexcept { return speech_->speaking(); }
    [[nodiscard]] speech::LiveSpeech::Statistics statistics() const { return speech_->statistics(); }
    [[nodiscard]] const std::string& engine() const noexcept { return engine_; }

private:
    explicit DictationHearing(const speech::SpeechStreamSpec& spec) : spec_(spec) {}

    speech::SpeechStreamSpec spec_;
    std::string engine_;
    std::uint64_t frames_ = 0;
    double forgotten_until_s_ = -1.0;
    std::mutex mutex_;
    std::vector<speech::SpeechEvent> events_;
    std::unique_ptr<speech::LiveSpeech> speech_;  ///< Last: its thread adds to the events.
};

}  // namespace attacca::app
