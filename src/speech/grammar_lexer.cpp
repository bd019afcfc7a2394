#include "speech/grammar_lexer.h"

#include <algorithm>
#include <cctype>

namespace attacca::speech {
namespace {

using Kind = GrammarToken::Kind;

constexpr std::string_view kMarks = ";=|*+()[]";
constexpr std::string_view kEndOfWord = ";=|*+()[]<>{}/\"";

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

}  // namespace

char GrammarLexer::take() noexcept {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\n') ++line_;
    return c;
}

bool GrammarLexer::skip_blanks(GrammarToken& broken) {
    while (!rest_.empty()) {
        if (is_blank(rest_.front())) {
            take();
        } else if (rest_.starts_with("//")) {
            while (!rest_.empty() && rest_.front() != '\n') take();
        } else if (rest_.starts_with("/*")) {
            broken = {Kind::broken, "a comment begins here with /* and does not end; close it with */", line_};
            const std::size_t end = rest_.find("*/", 2);
            if (end == std::string_view::npos) return false;
            for (std::size_t i = 0; i < end + 2; ++i) take();
        } else {
            break;
        }
    }
    return true;
}

GrammarToken GrammarLexer::delimited(Kind kind, char end, const char* broken) {
    GrammarToken token{kind, "", line_};
    take();
    while (!rest_.empty() && rest_.front() != end) {
        if (rest_.front() == '\\' && rest_.size() > 1 && kind != Kind::rule && kind != Kind::weight) take();
        token.text += take();
    }
    if (rest_.empty()) return {Kind::broken, broken, token.line};
    take();
    return token;
}

GrammarToken GrammarLexer::next() {
    GrammarToken broken;
    if (!skip_blanks(broken)) return broken;
    if (rest_.empty()) return {Kind::end, "", line_};
    switch (rest_.front()) {
        case '<':
            return delimited(Kind::rule, '>', "a rule name begins here with < and does not end; close it with >");
        case '{':
            return delimited(Kind::tag, '}', "a tag begins here with { and does not end; close it with }");
        case '"':
            return delimited(Kind::quoted, '"', "a quotation begins here and does not end; close it with a second \"");
        case '/':
            return delimited(Kind::weight, '/', "a weight begins here with / and does not end; close it with /");
        case '>':
        case '}':
            return {Kind::broken, std::string("a ") + rest_.front() + " closes nothing here; take it away", line_};
        default:
            break;
    }
    GrammarToken token{Kind::mark, "", line_};
    if (kMarks.find(rest_.front()) != std::string_view::npos) {
        token.text = take();
        return token;
    }
    token.kind = Kind::word;
    while (!rest_.empty() && !is_blank(rest_.front()) && kEndOfWord.find(rest_.front()) == std::string_view::npos) {
        if (rest_.front() == '\\' && rest_.size() > 1) take();
        token.text += take();
    }
    return token;
}

GrammarToken GrammarLexer::header() {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
    GrammarToken broken;
    if (!skip_blanks(broken)) return broken;
    GrammarToken token{Kind::word, "", line_};
    while (!rest_.empty() && rest_.front() != ';' && rest_.front() != '\n') token.text += take();
    if (rest_.empty() || rest_.front() != ';') {
        return {Kind::broken, "the text does not begin with #JSGF V1.0; (with the semicolon)", token.line};
    }
    take();
    return token;
}

}  // namespace attacca::speech
