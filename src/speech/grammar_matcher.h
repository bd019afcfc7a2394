// Finds how a sentence follows a grammar.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "attacca/speech/grammar.h"
#include "speech/grammar_tree.h"

namespace attacca::speech {

/// A program of small steps that is walked along every way at once, the first way of the text before the others: the
/// time for a sentence is bounded by its words times the grammar's, whatever repeats what.
class GrammarMatcher {
public:
    /// Requires that no rule leads back to itself.
    explicit GrammarMatcher(const GrammarTree& tree);

    [[nodiscard]] std::optional<GrammarMatch> match(std::span<const std::string> words) const;

private:
    struct Step {
        enum class Kind { word, tag, rule, split, jump, done, never };
        Kind kind = Kind::never;
        std::string text;        ///< Of a word, a tag or a public rule.
        std::size_t first = 0;   ///< Where a split tries first, and a jump goes.
        std::size_t second = 0;  ///< Where a split goes else.
    };

    /// What has been passed on a way, as a list from its end: ways that part share what they had.
    struct Passed {
        std::size_t step = 0;
        std::size_t before = 0;
    };
    struct Way {
        std::size_t step = 0;
        std::size_t passed = 0;
    };
    struct Walk;

    std::size_t add(Step step);
    void compile(const GrammarTree& tree, const GrammarNode& node);
    void compile_choice(const GrammarTree& tree, const GrammarNode& node);
    void follow(Walk& walk, Way way) const;
    [[nodiscard]] GrammarMatch told(const Walk& walk, std::size_t passed) const;

    std::vector<Step> steps_;
};

}  // namespace attacca::speech
