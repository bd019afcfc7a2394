// What commands there are: a grammar in the JSpeech Grammar Format.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::speech {

/// What a sentence means.
struct GrammarMatch {
    std::string rule;               ///< The public rule that it follows.
    std::vector<std::string> tags;  ///< In the order of the sentence, without their braces.
};

/// Units      Words in lower case; a quoted token of several words is heard as these.
/// Threads    A plain value once it is parsed.
/// Failure    "NAME:line: " and what is wrong there. Refused, too: imports; rules that lead back to themselves, for
///            which * and + serve; what has more than 20,000 words when every rule is written out.
/// Source     JSpeech Grammar Format, W3C note of 5 June 2000.
class Grammar {
public:
    /// `name` is what errors call the text: the name of its file.
    [[nodiscard]] static Result<Grammar> parse(std::string_view text, std::string_view name);

    /// Every word that can be said, sorted.
    [[nodiscard]] const std::vector<std::string>& words() const noexcept;

    /// The line on which the text has this word first; 0: it has not.
    [[nodiscard]] std::size_t line_of(std::string_view word) const noexcept;

    /// All sentences as one expression of JSGF, without rules, tags and comments, for recognizers that read JSGF.
    [[nodiscard]] const std::string& sentences() const noexcept;

    /// Of several meanings, that which the text has first; nothing where the words are no sentence of the grammar.
    [[nodiscard]] std::optional<GrammarMatch> match(std::span<const std::string> words) const;

private:
    struct State;
    explicit Grammar(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

}  // namespace attacca::speech
