// A grammar's text as marks, words, rule names and tags.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace attacca::speech {

struct GrammarToken {
    enum class Kind { end, mark, word, quoted, rule, tag, weight, broken };
    Kind kind = Kind::end;
    std::string text;  ///< Of a mark: that letter; of what is broken: why.
    std::size_t line = 1;
};

class GrammarLexer {
public:
    /// Requires `text` to outlive it.
    explicit GrammarLexer(std::string_view text) : rest_(text) {}

    /// The next one; at the end, and after what is broken, always the same.
    [[nodiscard]] GrammarToken next();

    /// All up to the next semicolon, with it: the header, whose signs mean something else.
    [[nodiscard]] GrammarToken header();

private:
    bool skip_blanks(GrammarToken& broken);
    char take() noexcept;
    GrammarToken delimited(GrammarToken::Kind kind, char end, const char* broken);

    std::string_view rest_;
    std::size_t line_ = 1;
};

}  // namespace attacca::speech
