#include "speech/letter_case.h"

#include <gtest/gtest.h>

namespace attacca::speech {
namespace {

TEST(LetterCase, KnowsLatinGreekAndCyrillic) {
    EXPECT_EQ(with_first_capital("word"), "Word");
    EXPECT_EQ(with_first_capital("äther"), "Äther");
    EXPECT_EQ(in_capitals("naïve þ÷ÿ"), "NAÏVE Þ÷ÿ");
    EXPECT_EQ(in_capitals("žluťoučký łódź"), "ŽLUŤOUČKÝ ŁÓDŹ");
    EXPECT_EQ(in_capitals("ωμέγα"), "ΩΜέΓΑ") << "accents of Greek stay";
    EXPECT_EQ(in_capitals("привет"), "ПРИВЕТ");
}

TEST(LetterCase, LeavesTheRest) {
    EXPECT_EQ(with_first_capital(""), "");
    EXPECT_EQ(with_first_capital("7up"), "7up");
    EXPECT_EQ(in_capitals("你好 ß €"), "你好 ß €");
    EXPECT_EQ(in_capitals("broken \xc3"), "BROKEN \xc3");
}

}  // namespace
}  // namespace attacca::speech
