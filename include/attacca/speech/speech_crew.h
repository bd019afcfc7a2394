// Recognizers beside each other, for recordings: several utterances are understood at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/speech/recognizer.h"

namespace attacca::speech {

/// Each recognizer has a thread of its own and hears each utterance as if it were alone, so that the same is understood
/// however many there are. What they understand is told in the order in which it was said.
///
/// Threads    One at a time, which is also the one that everything is told in; never an audio callback.
class SpeechCrew {
public:
    /// Makes one more recognizer; called in any thread, by several at once.
    using Opener = std::function<Result<std::unique_ptr<Recognizer>>()>;
    /// What an utterance said. Failure: the recognizer's, or the opener's.
    using Teller = std::function<void(Result<Transcript> said)>;

    /// Opens the first recognizer, and further ones, `most` in all, when one alone would be late; no further ones where
    /// Recognizer::may_be_many is false. Requires at least 1. Once `stop` is requested, from any thread, nothing waits
    /// for a recognizer any more and nothing is told.
    /// Failure: the opener's.
    [[nodiscard]] static Result<std::unique_ptr<SpeechCrew>> create(std::size_t most, Opener open,
                                                                    const std::stop_token& stop = {});
    /// What was not told by then never is.
    ~SpeechCrew();
    SpeechCrew(const SpeechCrew&) = delete;
    SpeechCrew& operator=(const SpeechCrew&) = delete;

    /// Of the first recognizer.
    [[nodiscard]] std::string_view engine() const noexcept;

    /// An utterance: one channel at kSpeechRate_hz. Waits while too many are not understood yet, and tells what is, so
    /// that memory does not grow with a recording.
    void hear(std::vector<float> utterance, Teller tell);

    /// Calls `tell` when all that was said before has been told.
    void then(std::function<void()> tell);

    /// Tells what has been understood since, without waiting.
    void tell();

    /// Waits until everything has been told, or the stop.
    void finish();

private:
    struct State;
    explicit SpeechCrew(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attacca::speech
