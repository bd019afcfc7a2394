#include "speech/spoken_marks.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace attacca::speech {
namespace {

using enum MarkKind;
using enum Side;
using enum Sentence;

constexpr auto kMarks = std::to_array<SpokenMark>({
    {"comma", mark, ",", joined, spaced, goes_on},
    {"period", mark, ".", joined, spaced, ends},
    {"full stop", mark, ".", joined, spaced, ends},
    {"question mark", mark, "?", joined, spaced, ends},
    {"exclamation mark", mark, "!", joined, spaced, ends},
    {"exclamation point", mark, "!", joined, spaced, ends},
    {"colon", mark, ":", joined, spaced, goes_on},
    {"semicolon", mark, ";", joined, spaced, goes_on},
    {"semi colon", mark, ";", joined, spaced, goes_on},
    {"ellipsis", mark, "...", joined, spaced, goes_on},
    {"dash", mark, "–", spaced, spaced, goes_on},
    {"hyphen", mark, "-", joined, joined, goes_on},
    {"apostrophe", mark, "'", joined, joined, goes_on},
    {"open quote", mark, "\"", spaced, joined, goes_on},
    {"begin quote", mark, "\"", spaced, joined, goes_on},
    {"close quote", mark, "\"", joined, spaced, goes_on},
    {"end quote", mark, "\"", joined, spaced, goes_on},
    {"unquote", mark, "\"", joined, spaced, goes_on},
    {"open parenthesis", mark, "(", spaced, joined, goes_on},
    {"left parenthesis", mark, "(", spaced, joined, goes_on},
    {"close parenthesis", mark, ")", joined, spaced, goes_on},
    {"right parenthesis", mark, ")", joined, spaced, goes_on},
    {"open bracket", mark, "[", spaced, joined, goes_on},
    {"left bracket", mark, "[", spaced, joined, goes_on},
    {"close bracket", mark, "]", joined, spaced, goes_on},
    {"right bracket", mark, "]", joined, spaced, goes_on},
    {"forward slash", mark, "/", joined, joined, goes_on},
    {"underscore", mark, "_", joined, joined, goes_on},
    {"at sign", mark, "@", joined, joined, goes_on},
    {"ampersand", mark, "&", spaced, spaced, goes_on},
    {"plus sign", mark, "+", spaced, spaced, goes_on},
    {"equals sign", mark, "=", spaced, spaced, goes_on},
    {"percent sign", mark, "%", joined, spaced, goes_on},
    {"dollar sign", mark, "$", spaced, joined, goes_on},
    {"number sign", mark, "#", spaced, joined, goes_on},
    {"new line", mark, "\n", joined, joined, goes_on},
    {"new paragraph", mark, "\n\n", joined, joined, ends},
    {"tab key", mark, "\t", joined, joined, goes_on},
    {"cap", cap},
    {"all caps", all_caps},
    {"no space", no_space},
    {"numeral", numeral},
    {"literal", escape},
    {"the word", escape},
});

bool same_word(std::string_view phrase, std::string_view word) {
    return std::equal(phrase.begin(), phrase.end(), word.begin(), word.end(),
                      [](char letter, unsigned char said) { return letter == std::tolower(said); });
}

/// The words that the phrase takes; 0: they say something else.
std::size_t taken_by(std::string_view phrase, std::span<const std::string_view> words) {
    for (std::size_t count = 0; count < words.size();) {
        const std::size_t end = std::min(phrase.find(' '), phrase.size());
        if (!same_word(phrase.substr(0, end), words[count])) return 0;
        ++count;
        if (end == phrase.size()) return count;
        phrase.remove_prefix(end + 1);
    }
    return 0;
}

}  // namespace

std::optional<FoundMark> find_mark(std::span<const std::string_view> words) noexcept {
    std::optional<FoundMark> found;
    for (const auto& entry : kMarks) {
        const std::size_t taken = taken_by(entry.phrase, words);
        if (taken > (found ? found->words : 0)) found = {&entry, taken};
    }
    return found;
}

}  // namespace attacca::speech
