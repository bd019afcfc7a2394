// The phrases that dictation does not write as they are said.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace attacca::speech {

enum class MarkKind {
    mark,      ///< Written as its `text`.
    cap,       ///< The next word begins with a capital.
    all_caps,  ///< The next word is all capitals.
    no_space,  ///< Nothing parts what comes before from what comes next.
    numeral,   ///< The next number is written in digits.
    escape,    ///< The phrase of this table that follows is written as words; alone it is words itself.
};
enum class Side { spaced, joined };
enum class Sentence { goes_on, ends };

struct SpokenMark {
    std::string_view phrase;  ///< Lower case, with single spaces.
    MarkKind kind = MarkKind::mark;
    std::string_view text = {};
    Side before = Side::spaced;
    Side after = Side::spaced;
    Sentence sentence = Sentence::goes_on;
};

struct FoundMark {
    const SpokenMark* mark;
    std::size_t words;  ///< That its phrase takes.
};

/// The longest phrase that these words begin with, in upper or lower case.
[[nodiscard]] std::optional<FoundMark> find_mark(std::span<const std::string_view> words) noexcept;

}  // namespace attacca::speech
