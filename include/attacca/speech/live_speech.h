// What is said into a microphone, with recognition on a thread of its own.
#pragma once

#include <chrono>
#include <memory>

#include "attacca/rt/latency_histogram.h"
#include "attacca/speech/speech_stream.h"

namespace attacca::speech {

/// The voice detector runs in the thread that brings the sound and never waits for recognition; what is to be
/// recognized waits in a queue. What does not fit there is told as an event, at its place among the others.
///
/// Threads    [control] members belong to one thread. The listener is called on the recognizer's.
/// Failure    The recognizer's, at the next `process`.
class LiveSpeech {
public:
    using Clock = std::chrono::steady_clock;

    struct Statistics {
        rt::LatencyHistogram::Snapshot to_detector;    ///< From a block's capture to whether somebody speaks.
        rt::LatencyHistogram::Snapshot to_recognizer;  ///< To the recognizer's having it, where somebody speaks.
        double waiting_s = 0.0;                        ///< Speech in the queue.
        double lost_s = 0.0;                           ///< What did not fit there, since the start.
    };

    /// `longest_queue_s`: how much speech may wait.
    [[nodiscard]] static Result<std::unique_ptr<LiveSpeech>> create(const SpeechStreamSpec& spec,
                                                                    std::unique_ptr<Recognizer> recognizer,
                                                                    SpeechStream::Listener listener,
                                                                    double longest_queue_s = 60.0);
    /// Forgets what waits.
    ~LiveSpeech();

    /// [control] `captured`: when the last frame of the block was.
    [[nodiscard]] Status process(ConstAudioBlock block, Clock::time_point captured);

    /// [control] The stream has ended: waits until all of it is recognized.
    [[nodiscard]] Status finish();

    /// [any] Whether somebody speaks, by the detector.
    [[nodiscard]] bool speaking() const noexcept;

    /// [any]
    [[nodiscard]] Statistics statistics() const;

private:
    struct State;
    explicit LiveSpeech(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::speech
