// What was said, as text: one interface before every recognizer.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::speech {

/// All recognizers hear one channel at this rate.
inline constexpr double kSpeechRate_hz = 16000.0;

/// A word, in seconds from where its utterance began.
struct Word {
    std::string text;
    double begin_s = 0.0;
    double end_s = 0.0;
    float confidence = 0.0F;  ///< From 0 to 1.
};

/// What an utterance says, or has said so far.
struct Transcript {
    std::string text;
    std::vector<Word> words;  ///< Empty where the recognizer knows no times, and in what is partial.
    float confidence = 0.0F;  ///< From 0 to 1; 0 in what is partial.
};

/// Hears one utterance after the other: `begin`, `take` as it is spoken, `end`.
///
/// Threads    One at a time. Never the audio thread: it may take any time and allocates.
/// Failure    The engine broke; begin anew with another recognizer.
class Recognizer {
public:
    virtual ~Recognizer() = default;
    Recognizer(const Recognizer&) = delete;
    Recognizer& operator=(const Recognizer&) = delete;

    /// The name of what is behind it: "pocketsphinx".
    [[nodiscard]] virtual std::string_view engine() const noexcept = 0;

    /// What its user should know of how it runs: that a provider she named is not there. Empty: nothing.
    [[nodiscard]] virtual std::string notice() const { return {}; }

    /// Whether several of it beside each other are worth their memory: it computes on one processor, and its model is
    /// small.
    [[nodiscard]] virtual bool may_be_many() const noexcept { return false; }

    /// Somebody else speaks from now on, or another microphone hears: forgets what was learned of the last. Between
    /// utterances.
    virtual void forget_voice() {}

    /// An utterance begins; one that was not ended is forgotten.
    [[nodiscard]] virtual Status begin() = 0;

    /// More of it: kSpeechRate_hz, one channel, from -1 to 1. Requires `begin`.
    [[nodiscard]] virtual Status take(std::span<const float> samples) = 0;

    /// What has been understood so far; empty where the engine answers only at the end.
    [[nodiscard]] virtual Transcript partial() = 0;

    /// It is over.
    [[nodiscard]] virtual Result<Transcript> end() = 0;

protected:
    Recognizer() = default;
};

}  // namespace attacca::speech
