#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

#include "speech/grammar_lexer.h"
#include "speech/grammar_tree.h"

namespace attacca::speech {
namespace {

using Kind = GrammarNode::Kind;
using TokenKind = GrammarToken::Kind;

constexpr int kDeepest = 64;  ///< Brackets inside each other.

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

/// Recursive descent; after the first error nothing more is read.
class Parser {
public:
    Parser(std::string_view text, std::string_view name) : lexer_(text), name_(name) {}

    Result<GrammarTree> parse() {
        read_header();
        while (error_.empty() && !at_end()) read_rule();
        if (error_.empty()) connect();
        if (!error_.empty())
            return fail(ErrorCode::invalid_argument, name_ + ":" + std::to_string(line_) + ": " + error_);
        return std::move(tree_);
    }

private:
    void stop(std::size_t line, std::string error) {
        if (!error_.empty()) return;
        line_ = line;
        error_ = std::move(error);
    }

    void step() {
        token_ = lexer_.next();
        if (token_.kind == TokenKind::broken) stop(token_.line, token_.text);
    }

    bool at_end() const { return token_.kind == TokenKind::end; }
    bool at(std::string_view mark) const { return token_.kind == TokenKind::mark && token_.text == mark; }

    bool expect(std::string_view mark, const std::string& what) {
        if (!error_.empty()) return false;
        if (!at(mark)) stop(token_.line, what);
        step();
        return error_.empty();
    }

    void read_header() {
        const GrammarToken header = lexer_.header();
        std::istringstream parts(header.text);
        std::string mark, version;
        parts >> mark >> version;
        if (header.kind == TokenKind::broken || mark != "#JSGF" || !version.starts_with("V1")) {
            stop(header.line, "the text does not begin with #JSGF V1.0; so that it is no grammar of this format");
            return;
        }
        step();
        if (token_.kind == TokenKind::word && token_.text == "grammar") {
            step();
            if (token_.kind != TokenKind::word) return stop(token_.line, "after 'grammar' the name is missing");
            tree_.name = token_.text;
            step();
            (void)expect(";", "after the grammar's name a ; is missing");
        }
    }

    void read_rule() {
        GrammarRule rule;
        rule.line = token_.line;
        if (token_.kind == TokenKind::word && token_.text == "import") {
            return stop(token_.line, "import is not supported; copy the rules that it names into this text");
        }
        if (token_.kind == TokenKind::word && token_.text == "public") {
            rule.scope = GrammarRule::Scope::spoken;
            step();
        }
        if (token_.kind != TokenKind::rule) {
            return stop(token_.line, "a rule should begin here: <name> = words ; or public <name> = words ;");
        }
        rule.name = token_.text;
        if (rule.name.empty() || rule.name == "NULL" || rule.name == "VOID") {
            return stop(token_.line, "a rule cannot be called <" + rule.name + ">; give it another name");
        }
        step();
        if (!expect("=", "after <" + rule.name + "> a = is missing")) return;
        rule.body = read_choice(0);
        if (!expect(";", "the rule <" + rule.name + "> should end here with ; or go on with words")) return;
        const auto [earlier, is_new] = by_name_.emplace(rule.name, tree_.rules.size());
        if (!is_new) {
            return stop(rule.line, "the rule <" + rule.name + "> is here a second time (first on line " +
                                       std::to_string(tree_.rules[earlier->second].line) + "); rename one");
        }
        tree_.rules.push_back(std::move(rule));
    }

    GrammarNode read_choice(int depth) {
        GrammarNode choice{.kind = Kind::choice, .line = token_.line};
        std::size_t weighed = 0;
        if (depth > kDeepest) {
            stop(token_.line, "more than 64 brackets lie inside each other; make rules of some");
            return choice;
        }
        while (error_.empty()) {
            float weight = 1.0F;
            if (token_.kind == TokenKind::weight) {
                weight = read_weight();
                ++weighed;
            }
            const std::size_t line = token_.line;
            choice.weights.push_back(weight);
            choice.parts.push_back(read_sequence(depth));
            if (weighed != 0 && weighed != choice.parts.size()) {
                stop(line, "some alternatives have a weight and some have none; give one to each or to none");
            }
            if (!at("|")) break;
            step();
        }
        if (weighed == 0) choice.weights.clear();
        if (choice.parts.size() == 1) return std::move(choice.parts.front());
        return choice;
    }

    float read_weight() {
        float weight = 0.0F;
        std::string_view text = token_.text;
        while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
        while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
        const auto read = std::from_chars(text.data(), text.data() + text.size(), weight, std::chars_format::fixed);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !(weight >= 0.0F) || weight > 1e6F) {
            stop(token_.line, "the weight /" + token_.text + "/ is no number from 0 to 1000000");
        }
        step();
        return weight;
    }

    GrammarNode read_sequence(int depth) {
        GrammarNode sequence{.kind = Kind::sequence, .line = token_.line};
        while (error_.empty() && starts_item()) {
            sequence.parts.push_back(read_item(depth));
            while (error_.empty() && (at("*") || at("+") || token_.kind == TokenKind::tag)) repeat_or_tag(sequence);
        }
        if (error_.empty() && sequence.parts.empty()) {
            stop(token_.line, "words are missing here; where nothing is to be said, write <NULL>");
        }
        return sequence;
    }

    bool starts_item() const {
        return token_.kind == TokenKind::word || token_.kind == TokenKind::quoted || token_.kind == TokenKind::rule ||
               at("(") || at("[");
    }

    void repeat_or_tag(GrammarNode& sequence) {
        if (token_.kind == TokenKind::tag) {
            sequence.parts.push_back({.kind = Kind::tag, .text = token_.text, .line = token_.line});
        } else {
            GrammarNode last = std::move(sequence.parts.back());
            sequence.parts.pop_back();
            if (last.kind == Kind::tag)
                return stop(token_.line, "a " + token_.text + " cannot follow a tag; put it before");
            if (last.kind == Kind::star || last.kind == Kind::plus) {
                return stop(token_.line, "a second " + token_.text + " repeats what is repeated; take it away");
            }
            GrammarNode repeated{.kind = at("*") ? Kind::star : Kind::plus, .line = token_.line};
            repeated.parts.push_back(std::move(last));
            sequence.parts.push_back(std::move(repeated));
        }
        step();
    }

    GrammarNode read_item(int depth) {
        const GrammarToken token = token_;
        step();
        switch (token.kind) {
            case TokenKind::word:
                return word(token.text, token.line);
            case TokenKind::quoted:
                return quoted(token);
            case TokenKind::rule:
                if (token.text == "NULL") return {.kind = Kind::sequence, .line = token.line};
                if (token.text == "VOID") return {.kind = Kind::choice, .line = token.line};
                return {.kind = Kind::rule, .text = token.text, .line = token.line};
            default:
                break;
        }
        GrammarNode inner = read_choice(depth + 1);
        const bool round = token.text == "(";
        (void)expect(round ? ")" : "]", "the " + token.text + " of line " + std::to_string(token.line) +
                                            " should be closed here with " + (round ? ")" : "]"));
        if (round) return inner;
        GrammarNode optional{.kind = Kind::optional, .line = token.line};
        optional.parts.push_back(std::move(inner));
        return optional;
    }

    GrammarNode word(const std::string& text, std::size_t line) {
        const bool fine = std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == '\x7F'; }) &&
                          text.find_first_of("()<>[]{}|*+/;=\"\\#") == std::string::npos;
        if (!fine) stop(line, "the word '" + text + "' has a sign that nobody can say; write it as it is spoken");
        return {.kind = Kind::word, .text = lower(text), .line = line};
    }

    GrammarNode quoted(const GrammarToken& token) {
        GrammarNode sequence{.kind = Kind::sequence, .line = token.line};
        std::istringstream words(token.text);
        for (std::string text; words >> text;) sequence.parts.push_back(word(text, token.line));
        if (sequence.parts.empty()) stop(token.line, "there is no word between these quotation marks");
        return sequence;
    }

    /// A rule's name, alone or after the grammar's own name and a dot.
    void connect() {
        for (GrammarRule& rule : tree_.rules) connect(rule.body);
        const bool spoken = std::ranges::any_of(
            tree_.rules, [](const GrammarRule& rule) { return rule.scope == GrammarRule::Scope::spoken; });
        if (!spoken) stop(token_.line, "no rule is public, so that nothing can be said; write public before one");
    }

    void connect(GrammarNode& node) {
        for (GrammarNode& part : node.parts) connect(part);
        if (node.kind != Kind::rule) return;
        std::string name = node.text;
        if (!tree_.name.empty() && name.starts_with(tree_.name + ".")) name.erase(0, tree_.name.size() + 1);
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) {
            return stop(node.line, "there is no rule <" + node.text + ">; write it, or correct its name here");
        }
        node.rule = found->second;
    }

    GrammarLexer lexer_;
    std::string name_;
    GrammarToken token_;
    GrammarTree tree_;
    std::map<std::string, std::size_t> by_name_;
    std::string error_;
    std::size_t line_ = 1;
};

}  // namespace

Result<GrammarTree> parse_grammar(std::string_view text, std::string_view name) { return Parser(text, name).parse(); }

}  // namespace attacca::speech
