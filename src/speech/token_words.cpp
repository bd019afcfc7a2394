#include "speech/token_words.h"

#include <algorithm>

namespace attacca::speech {
namespace {

constexpr std::string_view kSpaceMark = "\u2581";

/// Takes the mark of a word's beginning off; whether there was one.
bool take_space(std::string_view& text) {
    if (text.starts_with(kSpaceMark)) {
        text.remove_prefix(kSpaceMark.size());
        return true;
    }
    if (!text.starts_with(' ')) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return "";
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::vector<Word> words_of(std::span<const TimedToken> tokens) {
    std::vector<Word> words;
    float sum = 0.0F;
    std::size_t pieces = 0;
    bool begins = true;
    for (const TimedToken& token : tokens) {
        std::string_view text = token.text;
        begins = take_space(text) || begins;
        if (text.empty()) continue;
        if (begins) {
            words.push_back({.text = "", .begin_s = token.begin_s, .end_s = token.end_s, .confidence = 0.0F});
            sum = 0.0F;
            pieces = 0;
            begins = false;
        }
        Word& word = words.back();
        word.text += text;
        word.end_s = std::max(word.end_s, token.end_s);
        sum += token.probability;
        word.confidence = std::clamp(sum / static_cast<float>(++pieces), 0.0F, 1.0F);
    }
    return words;
}

float confidence_of(std::span<const Word> words) {
    if (words.empty()) return 0.0F;
    float sum = 0.0F;
    for (const Word& word : words) sum += word.confidence;
    return sum / static_cast<float>(words.size());
}

}  // namespace attacca::speech
