// What a recognizer heard, as text is written: marks that are spoken, numbers, capitals, spaces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace attacca::speech {

struct SpokenMark;

enum class Punctuation {
    spoken,    ///< "comma" is written ",", and sentences begin with capitals.
    as_heard,  ///< For engines that write marks and capitals themselves: words stay as they are.
};
enum class Numbers {
    words,   ///< "twenty three".
    digits,  ///< "23"; a lone number under ten stays a word, unless "numeral" is said before it.
};

struct SpokenTextSpec {
    Punctuation punctuation = Punctuation::spoken;
    Numbers numbers = Numbers::words;
};

/// Writes one utterance after the other, each with the space that parts it from the one before: text that stands
/// already is never taken back. English is understood:
///
///     marks       comma, period or full stop, question mark, exclamation mark, colon, semicolon, dash, hyphen,
///     ellipsis,
///                 open and close quote, parenthesis, bracket, apostrophe, slash, underscore, at sign, percent sign,
///                 ...
///     lines       new line, new paragraph, tab key
///     capitals    cap, all caps: of the next word
///     spaces      no space: none before what follows
///     escape      literal, the word: before any of these, writes it as words
///
/// Threads    One at a time.
class SpokenText {
public:
    explicit SpokenText(const SpokenTextSpec& spec) noexcept : spec_(spec) {}

    /// What is to be put after all that was written before; empty where nothing is, as after "cap".
    [[nodiscard]] std::string write(std::string_view utterance);

    /// As `write`, of an utterance that may still change: nothing is kept of it.
    [[nodiscard]] std::string preview(std::string_view utterance) const { return SpokenText(*this).write(utterance); }

    /// What follows stands at a new place, as its first sentence.
    void begin() noexcept { *this = SpokenText(spec_); }

private:
    enum class Capitals : std::uint8_t { as_said, first, all };

    /// How many of the words it took.
    std::size_t write_next(std::string& text, std::span<const std::string_view> words);
    void write_mark(std::string& text, const SpokenMark& mark);
    void write_word(std::string& text, std::string_view word);
    void join(std::string& text);

    SpokenTextSpec spec_;
    bool joined_ = true;  ///< No space before what comes next.
    bool sentence_begins_ = true;
    Capitals capitals_ = Capitals::as_said;  ///< Of the next word.
    bool numeral_ = false;                   ///< The next number is written in digits, however small.
};

}  // namespace attacca::speech
