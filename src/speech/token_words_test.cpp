#include "speech/token_words.h"

#include <gtest/gtest.h>

namespace attacca::speech {
namespace {

TEST(WordsOf, JoinsPiecesAtTheirSpaces) {
    const TimedToken tokens[] = {{" so", 0.1, 0.2, 0.8F},
                                 {"me", 0.2, 0.4, 0.6F},
                                 {" \u2014", 0.4, 0.5, 0.5F},
                                 {"\u2581more", 0.6, 0.9, 1.0F},
                                 {".", 0.9, 0.95, 1.0F}};
    const auto words = words_of(tokens);
    ASSERT_EQ(words.size(), 3U);
    EXPECT_EQ(words[0].text, "some");
    EXPECT_EQ(words[0].begin_s, 0.1);
    EXPECT_EQ(words[0].end_s, 0.4);
    EXPECT_NEAR(words[0].confidence, 0.7, 1e-6);
    EXPECT_EQ(words[2].text, "more.");
    EXPECT_EQ(words[2].end_s, 0.95);
    EXPECT_NEAR(confidence_of(words), (0.7 + 0.5 + 1.0) / 3.0, 1e-6);
}

TEST(WordsOf, AMarkByItselfBelongsToTheNextPiece) {
    const TimedToken tokens[] = {{"one", 0.0, 0.1}, {" ", 0.1, 0.1}, {"two", 0.2, 0.3}};
    const auto words = words_of(tokens);
    ASSERT_EQ(words.size(), 2U);
    EXPECT_EQ(words[1].text, "two");
}

TEST(WordsOf, NothingIsNoWord) {
    EXPECT_TRUE(words_of({}).empty());
    EXPECT_EQ(confidence_of({}), 0.0F);
    EXPECT_EQ(trimmed(" \n a b\t"), "a b");
    EXPECT_EQ(trimmed("  "), "");
}

}  // namespace
}  // namespace attacca::speech
