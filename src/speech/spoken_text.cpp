#include "attacca/speech/spoken_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "speech/letter_case.h"
#include "speech/spoken_marks.h"
#include "speech/spoken_numbers.h"

namespace attacca::speech {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t begin = text.find_first_not_of(kSpaces); begin != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(kSpaces, begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        begin = text.find_first_not_of(kSpaces, end);
    }
    return words;
}

/// "i", "i'm": the one pronoun of English that is written so.
bool is_myself(std::string_view word) { return word == "i" || word.starts_with("i'"); }

}  // namespace

void SpokenText::join(std::string& text) {
    if (!std::exchange(joined_, false)) text += ' ';
}

void SpokenText::write_word(std::string& text, std::string_view word) {
    join(text);
    const auto capitals = std::exchange(capitals_, Capitals::as_said);
    const bool first = std::exchange(sentence_begins_, false) || capitals == Capitals::first || is_myself(word);
    text += capitals == Capitals::all ? in_capitals(word) : first ? with_first_capital(word) : std::string(word);
}

void SpokenText::write_mark(std::string& text, const SpokenMark& mark) {
    switch (mark.kind) {
        case MarkKind::mark:
            if (mark.before == Side::spaced) join(text);
            text += mark.text;
            joined_ = mark.after == Side::joined;
            sentence_begins_ = sentence_begins_ || mark.sentence == Sentence::ends;
            break;
        case MarkKind::cap:
            capitals_ = Capitals::first;
            break;
        case MarkKind::all_caps:
            capitals_ = Capitals::all;
            break;
        case MarkKind::no_space:
            joined_ = true;
            break;
        case MarkKind::numeral:
            numeral_ = true;
            break;
        case MarkKind::escape:
            break;
    }
}

std::size_t SpokenText::write_next(std::string& text, std::span<const std::string_view> words) {
    const auto found = find_mark(words);
    if (found && found->mark->kind != MarkKind::escape) {
        write_mark(text, *found->mark);
        return found->words;
    }
    const auto escaped = found ? find_mark(words.subspan(found->words)) : std::nullopt;
    if (escaped) {
        for (const auto word : words.subspan(found->words, escaped->words)) write_word(text, word);
        return found->words + escaped->words;
    }
    const bool numeral = std::exchange(numeral_, false);
    const bool digits = numeral || spec_.numbers == Numbers::digits;
    const auto number = digits ? read_number(words) : SpokenNumber{};
    const bool written = number.words > 0 && (numeral || !number.lone_digit);
    write_word(text, written ? std::string_view(number.digits) : words.front());
    return written ? number.words : 1;
}

std::string SpokenText::write(std::string_view utterance) {
    const auto words = words_of(utterance);
    std::string text;
    if (spec_.punctuation == Punctuation::as_heard) {
        for (const auto word : words) {
            join(text);
            text += word;
        }
        return text;
    }
    for (std::span<const std::string_view> rest = words; !rest.empty();) rest = rest.subspan(write_next(text, rest));
    return text;
}

}  // namespace attacca::speech
