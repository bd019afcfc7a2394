// A grammar as its text has it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::speech {

struct GrammarNode {
    enum class Kind {
        word,      ///< `text`
        rule,      ///< `rule`, an index; `text` is its name
        tag,       ///< `text`
        sequence,  ///< `parts`, which may be none: <NULL>
        choice,    ///< one of `parts`; none of them: <VOID>
        optional,  ///< the one part or nothing
        star,      ///< the one part any number of times
        plus,      ///< the one part once or more
    };
    Kind kind = Kind::sequence;
    std::string text;
    std::size_t line = 0;
    std::size_t rule = 0;
    std::vector<GrammarNode> parts;
    std::vector<float> weights;  ///< Of a choice: none, or one for each part.
};

struct GrammarRule {
    enum class Scope { of_this_grammar, spoken };  ///< `spoken` is what the format calls public.
    std::string name;
    Scope scope = Scope::of_this_grammar;
    std::size_t line = 0;
    GrammarNode body;
};

struct GrammarTree {
    std::string name;
    std::vector<GrammarRule> rules;
};

/// Every rule that is referred to exists. Failure: as Grammar's.
[[nodiscard]] Result<GrammarTree> parse_grammar(std::string_view text, std::string_view name);

}  // namespace attacca::speech
