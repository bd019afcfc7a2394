#include "attacca/speech/grammar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

#include "speech/grammar_matcher.h"
#include "speech/grammar_tree.h"

namespace attacca::speech {
namespace {

using Kind = GrammarNode::Kind;

constexpr std::size_t kMostWords = 20000;
constexpr std::size_t kLongestChain = 64;  ///< Rules that refer to each other.

/// Walks from the public rules through all that they refer to.
class Checker {
public:
    explicit Checker(const GrammarTree& tree) : tree_(tree), sizes_(tree.rules.size(), 0), open_(tree.rules.size()) {}

    /// How many words the rule has when it is written out; with an error, 0.
    std::size_t size_of(std::size_t rule) {
        if (sizes_[rule] > 0 || !error_.empty()) return sizes_[rule];
        chain_.push_back(rule);
        open_[rule] = true;
        if (chain_.size() > kLongestChain) {
            stop(tree_.rules[rule].line,
                 "more than 64 rules lead to <" + tree_.rules[rule].name + "> one after the other");
        } else {
            sizes_[rule] = std::max<std::size_t>(size_of(tree_.rules[rule].body), 1);
        }
        open_[rule] = false;
        chain_.pop_back();
        return sizes_[rule];
    }

    void stop(std::size_t line, std::string error) {
        if (!error_.empty()) return;
        line_ = line;
        error_ = std::move(error);
    }

    const std::string& error() const { return error_; }
    std::size_t line() const { return line_; }
    const std::map<std::string, std::size_t, std::less<>>& lines() const { return lines_; }

private:
    std::size_t size_of(const GrammarNode& node) {
        if (node.kind == Kind::word) {
            lines_.try_emplace(node.text, node.line);
            return 1;
        }
        if (node.kind == Kind::rule) {
            if (open_[node.rule]) return circle(node);
            return size_of(node.rule);
        }
        std::size_t size = 1;  // Marks are no words, but they take room, too.
        for (const GrammarNode& part : node.parts) {
            size += size_of(part);
            if (size > kMostWords)
                stop(part.line, "written out, the rules have more than 20000 words here; make them smaller");
            if (!error_.empty()) return 0;
        }
        return size;
    }

    std::size_t circle(const GrammarNode& node) {
        std::string path;
        auto rule = std::ranges::find(chain_, node.rule);
        for (; rule != chain_.end(); ++rule) path += "<" + tree_.rules[*rule].name + "> - ";
        stop(node.line, "the rule <" + tree_.rules[node.rule].name + "> leads back to itself (" + path + "<" +
                            tree_.rules[node.rule].name + ">); say with * or + what is to be repeated");
        return 0;
    }

    const GrammarTree& tree_;
    std::vector<std::size_t> sizes_;
    std::vector<bool> open_;
    std::vector<std::size_t> chain_;
    std::map<std::string, std::size_t, std::less<>> lines_;
    std::string error_;
    std::size_t line_ = 0;
};

/// Text without what cannot be said; nothing where no sentence is left.
class Writer {
public:
    explicit Writer(const GrammarTree& tree) : tree_(tree) {}

    std::optional<std::string> text_of(const GrammarNode& node) const {
        switch (node.kind) {
            case Kind::word:
                return node.text;
            case Kind::tag:
                return "";
            case Kind::rule:
                return text_of(tree_.rules[node.rule].body);
            case Kind::sequence:
                return sequence(node);
            case Kind::choice:
                return choice(node);
            default:
                return repeated(node);
        }
    }

private:
    std::optional<std::string> sequence(const GrammarNode& node) const {
        std::string all;
        for (const GrammarNode& part : node.parts) {
            const auto text = text_of(part);
            if (!text) return std::nullopt;
            if (!text->empty()) all += (all.empty() ? "" : " ") + *text;
        }
        return all;
    }

    std::optional<std::string> choice(const GrammarNode& node) const {
        std::string all;
        for (std::size_t i = 0; i < node.parts.size(); ++i) {
            const auto text = text_of(node.parts[i]);
            if (!text) continue;
            if (!all.empty()) all += " | ";
            if (!node.weights.empty()) all += weight(node.weights[i]);
            all += text->empty() ? "<NULL>" : *text;
        }
        if (all.empty()) return std::nullopt;
        return "( " + all + " )";
    }

    std::optional<std::string> repeated(const GrammarNode& node) const {
        const auto text = text_of(node.parts.front());
        if (!text && node.kind == Kind::plus) return std::nullopt;
        if (!text || text->empty()) return "";
        if (node.kind == Kind::optional) return "[ " + *text + " ]";
        return "( " + *text + " )" + (node.kind == Kind::star ? "*" : "+");
    }

    static std::string weight(float value) {
        std::array<char, 64> digits{};
        // Recognizers take the logarithm of it.
        const float positive = std::max(value, 0.0001F);
        const auto end =
            std::to_chars(digits.data(), digits.data() + digits.size(), positive, std::chars_format::fixed, 4);
        return "/" + std::string(digits.data(), end.ptr) + "/ ";
    }

    const GrammarTree& tree_;
};

}  // namespace

struct Grammar::State {
    std::map<std::string, std::size_t, std::less<>> lines;
    std::vector<std::string> words;
    std::string sentences;
    GrammarMatcher matcher;
};

Result<Grammar> Grammar::parse(std::string_view text, std::string_view name) {
    auto tree = parse_grammar(text, name);
    if (!tree) return fail(tree.error());
    Checker checker(*tree);
    const Writer writer(*tree);
    std::string sentences;
    std::size_t size = 0;
    std::size_t last_line = 1;
    for (std::size_t i = 0; i < tree->rules.size() && checker.error().empty(); ++i) {
        if (tree->rules[i].scope != GrammarRule::Scope::spoken) continue;
        last_line = tree->rules[i].line;
        size += checker.size_of(i);
        if (size > kMostWords)
            checker.stop(last_line, "written out, the rules have more than 20000 words; make them smaller");
        if (!checker.error().empty()) break;
        const auto rule = writer.text_of(tree->rules[i].body);
        if (rule && !rule->empty()) sentences += (sentences.empty() ? "" : " | ") + *rule;
    }
    if (sentences.empty()) checker.stop(last_line, "no public rule has a sentence that can be said; add words to one");
    if (!checker.error().empty()) {
        return fail(ErrorCode::invalid_argument,
                    std::string(name) + ":" + std::to_string(checker.line()) + ": " + checker.error());
    }
    auto state = std::make_shared<State>(State{
        .lines = checker.lines(), .words = {}, .sentences = std::move(sentences), .matcher = GrammarMatcher(*tree)});
    for (const auto& [word, line] : state->lines) state->words.push_back(word);
    return Grammar(std::move(state));
}

const std::vector<std::string>& Grammar::words() const noexcept { return state_->words; }

std::size_t Grammar::line_of(std::string_view word) const noexcept {
    const auto found = state_->lines.find(word);
    return found == state_->lines.end() ? 0 : found->second;
}

const std::string& Grammar::sentences() const noexcept { return state_->sentences; }

std::optional<GrammarMatch> Grammar::match(std::span<const std::string> words) const {
    return state_->matcher.match(words);
}

}  // namespace attacca::speech
