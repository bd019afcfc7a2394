// A stream of sound as what is said in it: a voice detector before a recognizer.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "attacca/analysis/voice_detector.h"
#include "attacca/base/audio_block.h"
#include "attacca/base/result.h"
#include "attacca/dsp/voice_chain.h"
#include "attacca/speech/recognizer.h"
#include "attacca/speech/speech_crew.h"

namespace attacca::speech {

/// What happens in the stream. All times are seconds of it, those of words, too.
struct SpeechEvent {
    enum class Kind {
        begin,    ///< Somebody speaks.
        partial,  ///< What has been understood since the last `final`; it may change.
        final,    ///< What was said, or a part of it where somebody speaks very long.
        end,      ///< Nobody speaks any more.
        lost,     ///< Live only: recognition was so slow that this much was not heard.
    };
    Kind kind = Kind::begin;
    double time_s = 0.0;    ///< Where it begins, ends or is lost; of text, where its sound ends.
    Transcript transcript;  ///< Of `partial` and `final`.
    double lost_s = 0.0;
};

struct SpeechStreamSpec {
    /// Its longest_block_frames is how long blocks may be. A shorter release gives text sooner, and cuts sentences
    /// more.
    analysis::VoiceDetectorSpec detector{.release_ms = 250.0, .preroll_ms = 200.0};
    /// High-pass and gate come before the detector, which must hear pauses as soft as they are; automatic gain and
    /// pre-emphasis behind it, on what the recognizer hears. A gate makes all times 30 ms later.
    dsp::VoiceSettings enhancement;
    double partial_s = 0.1;  ///< How often to look for partial text; 0: never.
    /// From the first on, speech is cut where it pauses, and the longer it is the shorter the pause may be; at the
    /// second it is cut anyway. So neither memory nor the wait for text grows with a lecture.
    double soft_limit_s = 15.0;
    double hard_limit_s = 30.0;
    /// Text of less is dropped as a recognizer's invention: the mean probability, by the detector, that it was speech.
    float least_voice = 0.5F;
    float least_confidence = 0.0F;  ///< The same by the recognizer's own measure, which differs from engine to engine.
};

/// Everything in the caller's thread, or by a crew, for files: the same events each time, in constant memory.
///
/// Units      Full scale is ±1. The recognizer hears one channel, the mean of all, at 16 kHz.
/// Threads    One at a time. Not for an audio callback.
/// Failure    The recognizer's.
class SpeechStream {
public:
    using Listener = std::function<void(const SpeechEvent& event)>;

    /// One recognizer may serve one stream after the other.
    /// Failure: names the setting and its range.
    [[nodiscard]] static Result<SpeechStream> create(const SpeechStreamSpec& spec,
                                                     std::shared_ptr<Recognizer> recognizer, Listener listener);

    /// Whole utterances go to the crew, and the listener is told when the crew tells, which may be after the stream has
    /// gone. There is no partial text. Requires that the crew outlives the stream.
    /// Failure: names the setting and its range.
    [[nodiscard]] static Result<SpeechStream> create(const SpeechStreamSpec& spec, SpeechCrew& crew, Listener listener);
    ~SpeechStream();
    SpeechStream(SpeechStream&&) noexcept;
    SpeechStream& operator=(SpeechStream&&) noexcept;

    /// Requires the spec's channel count and no more than its longest block.
    [[nodiscard]] Status process(ConstAudioBlock block);

    /// The stream has ended: what is still to be said about it.
    [[nodiscard]] Status finish();

    /// The first failure. With a crew it is known when the crew has told of the stream.
    [[nodiscard]] Status status() const;

private:
    struct State;
    explicit SpeechStream(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::speech
