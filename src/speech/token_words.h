// Words out of the pieces of words that neural recognizers write.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/speech/recognizer.h"

namespace attacca::speech {

/// A piece; one that begins with a space, or the mark that stands for one, begins a word.
struct TimedToken {
    std::string text;
    double begin_s = 0.0;
    double end_s = 0.0;
    float probability = 1.0F;
};

/// A word's confidence is the mean of its pieces' probabilities.
[[nodiscard]] std::vector<Word> words_of(std::span<const TimedToken> tokens);

/// Without spaces at its ends.
[[nodiscard]] std::string trimmed(std::string_view text);

/// The mean of the words' confidences; 0 where there are none.
[[nodiscard]] float confidence_of(std::span<const Word> words);

}  // namespace attacca::speech
