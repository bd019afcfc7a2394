#include "attacca/speech/grammar.h"

#include <gmock/gmock.h>

#include <random>
#include <sstream>

namespace attacca::speech {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kLights = R"(#JSGF V1.0 UTF-8 en;
grammar home;
/** Lamps and what
 *  becomes of them. */
public <command> = [please] <action> [please];
<action> = (turn | /* or */ switch) (on {on} | off {off}) <lamps> | open the <thing> {open} | "Good Night" {night};
<lamps> = the (kitchen {kitchen} | hall {hall}) light+;   // one or more
<thing> = door {door} | window {window};
)";

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

Grammar parsed(const std::string& text) {
    auto grammar = Grammar::parse(text, "test.gram");
    EXPECT_TRUE(grammar) << grammar.error().detail;
    return std::move(*grammar);
}

/// The rule and the tags with bars between; "-" where the sentence does not match.
std::string meaning(const Grammar& grammar, const std::string& sentence) {
    const auto match = grammar.match(words_of(sentence));
    if (!match) return "-";
    std::string all = match->rule;
    for (const std::string& tag : match->tags) all += "|" + tag;
    return all;
}

/// A grammar of one line of rules.
std::string rules(const std::string& text) { return "#JSGF V1.0;\n" + text; }

std::string error_of(const std::string& text) {
    const auto grammar = Grammar::parse(text, "test.gram");
    return grammar ? "none" : grammar.error().detail;
}

TEST(Grammar, TellsTheTagsOfASentence) {
    const Grammar lights = parsed(kLights);
    EXPECT_EQ(meaning(lights, "turn on the kitchen light"), "command|on|kitchen");
    EXPECT_EQ(meaning(lights, "please switch off the hall light light please"), "command|off|hall");
    EXPECT_EQ(meaning(lights, "open the window"), "command|window|open");
    EXPECT_EQ(meaning(lights, "good night"), "command|night");
}

TEST(Grammar, RefusesWhatIsNoWholeSentence) {
    const Grammar lights = parsed(kLights);
    for (const char* sentence : {"", "turn", "turn on the kitchen", "on the kitchen light", "open the door now"}) {
        EXPECT_EQ(meaning(lights, sentence), "-") << sentence;
    }
}

TEST(Grammar, KnowsItsWordsAndTheirLines) {
    const Grammar lights = parsed(kLights);
    EXPECT_THAT(lights.words(), ElementsAre("door", "good", "hall", "kitchen", "light", "night", "off", "on", "open",
                                            "please", "switch", "the", "turn", "window"));
    EXPECT_EQ(lights.line_of("switch"), 6U);
    EXPECT_EQ(lights.line_of("window"), 8U);
    EXPECT_EQ(lights.line_of("garden"), 0U);
}

TEST(Grammar, TakesTheFirstOfSeveralMeanings) {
    EXPECT_EQ(meaning(parsed(rules("public <a> = x {1} | x {2}; public <b> = x {3};")), "x"), "a|1");
    EXPECT_EQ(meaning(parsed(rules("public <a> = y; public <b> = x {3};")), "x"), "b|3");
}

TEST(Grammar, RepeatsWithoutEnd) {
    const Grammar star = parsed(rules("public <a> = go (left {l} | right {r})* stop;"));
    EXPECT_EQ(meaning(star, "go stop"), "a");
    EXPECT_EQ(meaning(star, "go left right left stop"), "a|l|r|l");
    const Grammar plus = parsed(rules("public <a> = (very {v})+ good;"));
    EXPECT_EQ(meaning(plus, "good"), "-");
    EXPECT_EQ(meaning(plus, "very very good"), "a|v|v");
    // What is repeated may be nothing.
    EXPECT_EQ(meaning(parsed(rules("public <a> = ([x]* [y]+)* z;")), "x y y x z"), "a");
}

TEST(Grammar, KnowsNullAndVoid) {
    EXPECT_EQ(meaning(parsed(rules("public <a> = x <NULL> {t} y | z <VOID>;")), "x y"), "a|t");
    EXPECT_EQ(meaning(parsed(rules("public <a> = x | z <VOID>;")), "z"), "-");
    EXPECT_THAT(parsed(rules("public <a> = x | z <VOID>;")).sentences(), testing::Not(HasSubstr("z")));
}

TEST(Grammar, UnescapesTagsAndIgnoresCase) {
    EXPECT_EQ(meaning(parsed(rules(R"(public <a> = Stop {say "\}\\";};)")), "stop"), R"(a|say "}\";)");
}

TEST(Grammar, FindsRulesByTheirFullNames) {
    EXPECT_EQ(meaning(parsed("#JSGF V1.0;\ngrammar org.home;\npublic <a> = <org.home.b>; <b> = x;"), "x"), "a");
}

TEST(Grammar, WritesAllSentencesForRecognizers) {
    EXPECT_EQ(parsed(rules("public <a> = x [y {t}] <b>*; <b> = /2/ u | /0.5/ w; public <c> = z+;")).sentences(),
              "x [ y ] ( ( /2.0000/ u | /0.5000/ w ) )* | ( z )+");
}

TEST(Grammar, CanBeReadAgainAsItIsWritten) {
    const Grammar lights = parsed(kLights);
    const Grammar again = parsed(rules("public <command> = " + lights.sentences() + ";"));
    EXPECT_EQ(again.words(), lights.words());
    EXPECT_EQ(meaning(again, "please turn off the hall light"), "command");
    EXPECT_EQ(meaning(again, "please off"), "-");
}

TEST(Grammar, NamesTheLineOfAnError) {
    EXPECT_THAT(error_of("hello"), StartsWith("test.gram:1: the text does not begin with #JSGF V1.0;"));
    EXPECT_THAT(error_of(""), StartsWith("test.gram:1: "));
    EXPECT_THAT(error_of("#JSGF V1.0\ngrammar a;"), StartsWith("test.gram:1: "));
    EXPECT_THAT(error_of(rules("public <a> = x y\n<b> = z;")), StartsWith("test.gram:3: the rule <a> should end here"));
    EXPECT_THAT(error_of(rules("public <a> = (x | y;")), HasSubstr("should be closed here with )"));
    EXPECT_THAT(error_of(rules("\npublic <a> = <b>;")), StartsWith("test.gram:3: there is no rule <b>"));
    EXPECT_THAT(error_of(rules("public <a> = x;\n\n<a> = y;")),
                StartsWith("test.gram:4: the rule <a> is here a second"));
    EXPECT_THAT(error_of(rules("<a> = x;")), HasSubstr("no rule is public"));
    EXPECT_THAT(error_of(rules("public <a> = ;")), HasSubstr("words are missing"));
    EXPECT_THAT(error_of(rules("public <a> = x | ;")), HasSubstr("words are missing"));
    EXPECT_THAT(error_of(rules("public <a> = <VOID>;")), HasSubstr("can be said"));
    EXPECT_THAT(error_of(rules("import <other.rule>;\npublic <a> = x;")), HasSubstr("import is not supported"));
    EXPECT_THAT(error_of(rules("public <a> = /1/ x | y;")), HasSubstr("some alternatives have a weight"));
    EXPECT_THAT(error_of(rules("public <a> = /much/ x | /1/ y;")), HasSubstr("is no number"));
    EXPECT_THAT(error_of(rules("public <a> = x {tag;")), StartsWith("test.gram:2: a tag begins here"));
    EXPECT_THAT(error_of(rules("public <a> = x; /* so")), HasSubstr("a comment begins here"));
    EXPECT_THAT(error_of(rules("public <a> = x**;")), HasSubstr("repeats what is repeated"));
}

TEST(Grammar, RefusesRulesThatLeadBackToThemselves) {
    EXPECT_THAT(error_of(rules("public <a> = x <b>;\n<b> = y <c>;\n<c> = z [<b>];")),
                StartsWith("test.gram:4: the rule <b> leads back to itself (<b> - <c> - <b>); say with * or +"));
}

TEST(Grammar, RefusesWhatGrowsWithoutBounds) {
    std::string text = "public <r0> = x;";
    std::string doubling = "public <a> = <r40>; <r0> = x;";
    for (int i = 1; i <= 40; ++i) {
        const std::string before = "<r" + std::to_string(i - 1) + ">";
        doubling += "<r" + std::to_string(i) + "> = " + before + before + ";";
    }
    EXPECT_THAT(error_of(rules(doubling)), HasSubstr("more than 20000 words"));
    EXPECT_THAT(error_of(rules("public <a> = " + std::string(100000, '('))), HasSubstr("more than 64 brackets"));
    std::string chain = "public <a> = <r100>; <r0> = x;";
    for (int i = 1; i <= 100; ++i) chain += "<r" + std::to_string(i) + "> = <r" + std::to_string(i - 1) + ">;";
    EXPECT_THAT(error_of(rules(chain)), HasSubstr("more than 64 rules"));
}

TEST(Grammar, EndsInTimeHoweverAmbiguousItIs) {
    const Grammar grammar = parsed(rules("public <a> = ((x* {t})* [x] (x | x x)*)* y;"));
    EXPECT_EQ(meaning(grammar,
                      [] {
                          std::string many;
                          for (int i = 0; i < 300; ++i) many += "x ";
                          return many;
                      }()),
              "-");
}

/// A grammar with some of its bytes changed, lost, moved or doubled.
std::string mutated(std::string text, std::mt19937& random) {
    static const std::string kSigns = "<>[](){}|/*+;=\"\\#\n ax\xC3\xFF";
    const auto below = [&](std::size_t limit) { return random() % std::max<std::size_t>(limit, 1); };
    for (std::size_t i = 1 + below(6); i > 0 && !text.empty(); --i) {
        const std::size_t at = below(text.size());
        switch (below(5)) {
            case 0:
                text[at] = kSigns[below(kSigns.size())];
                break;
            case 1:
                text.erase(at, 1 + below(20));
                break;
            case 2:
                text.insert(at, 1 + below(3), kSigns[below(kSigns.size())]);
                break;
            case 3:
                text.insert(at, text.substr(below(text.size()), 1 + below(60)));
                break;
            default:
                text[at] = static_cast<char>(random());
        }
    }
    return text;
}

TEST(Grammar, HoldsAgainstRandomTexts) {
    std::mt19937 random(6);
    int good = 0;
    constexpr int kTexts = 4000;
    for (int i = 0; i < kTexts; ++i) {
        const auto grammar = Grammar::parse(mutated(kLights, random), "test.gram");
        if (!grammar) {
            EXPECT_THAT(grammar.error().detail, StartsWith("test.gram:"));
            EXPECT_GT(grammar.error().detail.size(), 25U);
            continue;
        }
        ++good;
        (void)grammar->match(words_of("please turn on the kitchen light light please"));
        const auto again = Grammar::parse(rules("public <a> = " + grammar->sentences() + ";"), "sentences");
        ASSERT_TRUE(again) << again.error().detail << "\n" << grammar->sentences();
    }
    EXPECT_GT(good, kTexts / 20);
    EXPECT_LT(good, kTexts);
}

}  // namespace
}  // namespace attacca::speech
