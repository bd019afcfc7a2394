#include "attacca/speech/spoken_text.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <random>
#include <string>
#include <vector>

namespace attacca::speech {
namespace {

std::string written(std::initializer_list<const char*> utterances, const SpokenTextSpec& spec = {}) {
    SpokenText text(spec);
    std::string all;
    for (const char* utterance : utterances) all += text.write(utterance);
    return all;
}

TEST(SpokenText, WritesMarksAndSentences) {
    EXPECT_EQ(written({"hello comma world period how are you question mark i'm fine"}),
              "Hello, world. How are you? I'm fine");
    EXPECT_EQ(written({"wait exclamation mark full stop"}), "Wait!.");
    EXPECT_EQ(written({"he said colon open quote go close quote semicolon i went"}), "He said: \"go\"; I went");
    EXPECT_EQ(written({"one dash two hyphen three ellipsis"}), "One – two-three...");
    EXPECT_EQ(written({"see open parenthesis page two close parenthesis period"}), "See (page two).");
    EXPECT_EQ(written({"me at sign home underscore office"}), "Me@home_office");
}

TEST(SpokenText, BreaksLines) {
    EXPECT_EQ(written({"dear sir comma new line thanks period new paragraph yours"}), "Dear sir,\nthanks.\n\nYours");
    EXPECT_EQ(written({"new paragraph", "first"}), "\n\nFirst");
}

TEST(SpokenText, PartsUtterances) {
    EXPECT_EQ(written({"hello", "world", "period", "good", "", "bye"}), "Hello world. Good bye");
    EXPECT_EQ(written({"open parenthesis", "yes", "close parenthesis"}), "(Yes)");
    EXPECT_EQ(written({"mail", "new line", "two"}), "Mail\ntwo");
}

TEST(SpokenText, RemembersWhatWasSaidOfTheNextWord) {
    EXPECT_EQ(written({"the cap river all caps nasa file no space name"}), "The River NASA filename");
    EXPECT_EQ(written({"see cap", "paris"}), "See Paris");
    EXPECT_EQ(written({"a no space", "b"}), "Ab");
}

TEST(SpokenText, WritesMarksAsWordsWhereAsked) {
    EXPECT_EQ(written({"a literal comma and the word period"}), "A comma and period");
    EXPECT_EQ(written({"literal full stop full stop"}), "Full stop.");
    EXPECT_EQ(written({"the word of honor is literal"}), "The word of honor is literal");
    EXPECT_EQ(written({"say literal literal period"}), "Say literal.");
    EXPECT_EQ(written({"question of mark and full of cap italics"}), "Question of mark and full of Italics");
}

TEST(SpokenText, WritesDigitsWhereAsked) {
    const SpokenTextSpec digits{.numbers = Numbers::digits};
    EXPECT_EQ(written({"twenty three apples comma one two three"}), "Twenty three apples, one two three");
    EXPECT_EQ(written({"twenty three apples comma one two three"}, digits), "23 apples, 123");
    EXPECT_EQ(written({"one of them weighs three point five"}, digits), "One of them weighs 3.5");
    EXPECT_EQ(written({"press numeral one and numeral five hundred"}), "Press 1 and 500");
    EXPECT_EQ(written({"numeral green"}), "Green");
    EXPECT_EQ(written({"fifty percent sign"}, digits), "50%");
}

TEST(SpokenText, LeavesAloneWhatAnEngineWroteItself) {
    const SpokenTextSpec as_heard{.punctuation = Punctuation::as_heard};
    EXPECT_EQ(written({" Hello,  world. ", "the comma period"}, as_heard), "Hello, world. the comma period");
}

TEST(SpokenText, PreviewsWithoutKeeping) {
    SpokenText text({});
    EXPECT_EQ(text.preview("hello period cap"), "Hello.");
    EXPECT_EQ(text.write("well"), "Well");
    EXPECT_EQ(text.preview("done"), " done");
    EXPECT_EQ(text.write("done"), " done");
    text.begin();
    EXPECT_EQ(text.write("new place"), "New place");
}

TEST(SpokenText, TakesCapitalsFromRecognizersThatWriteThem) {
    EXPECT_EQ(written({"HELLO Comma World"}), "HELLO, World");
    EXPECT_EQ(written({"ärger period äpfel"}), "Ärger. Äpfel");
}

TEST(SpokenText, SaysTheSameInOneUtteranceOrInSeveral) {
    const std::vector<std::string> words{"comma", "period", "new line", "cap",   "all caps",   "no space",   "dash",
                                         "hello", "i",      "world",    "ärger", "open quote", "close quote"};
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        SpokenText whole({});
        SpokenText pieces({});
        std::string said;
        std::string text;
        for (int i = 0; i < 12; ++i) {
            const auto& word = words[random() % words.size()];
            said += word + " ";
            text += pieces.write(word);
        }
        EXPECT_EQ(whole.write(said), text) << said;
    }
}

}  // namespace
}  // namespace attacca::speech
