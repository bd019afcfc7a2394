#include "speech/spoken_numbers.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace attacca::speech {
namespace {

/// The digits, and after a bar the words that are left.
std::string read(const std::string& said) {
    std::istringstream stream(said);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    const std::vector<std::string_view> views(words.begin(), words.end());
    const auto number = read_number(views);
    std::string text = number.digits;
    for (std::size_t i = number.words; i < words.size(); ++i) text += (i == number.words ? "|" : " ") + words[i];
    return text;
}

TEST(SpokenNumbers, ReadsCardinals) {
    EXPECT_EQ(read("zero"), "0");
    EXPECT_EQ(read("Twenty Three"), "23");
    EXPECT_EQ(read("one hundred"), "100");
    EXPECT_EQ(read("one hundred and five"), "105");
    EXPECT_EQ(read("nine hundred ninety nine"), "999");
    EXPECT_EQ(read("two thousand and five"), "2005");
    EXPECT_EQ(read("twelve thousand three hundred forty five"), "12345");
    EXPECT_EQ(read("one million two thousand three"), "1002003");
    EXPECT_EQ(read("nine hundred ninety nine billion nine hundred ninety nine million"), "999999000000");
    EXPECT_EQ(read("nineteen hundred"), "1900");
}

TEST(SpokenNumbers, ReadsWhatIsSaidDigitByDigitOrInPairs) {
    EXPECT_EQ(read("one two three"), "123");
    EXPECT_EQ(read("zero zero seven"), "007");
    EXPECT_EQ(read("five oh one"), "501");
    EXPECT_EQ(read("nineteen eighty four"), "1984");
    EXPECT_EQ(read("twenty twenty six"), "2026");
}

TEST(SpokenNumbers, ReadsDecimals) {
    EXPECT_EQ(read("three point one four"), "3.14");
    EXPECT_EQ(read("zero point five percent"), "0.5|percent");
    EXPECT_EQ(read("three point of view"), "3|point of view");
}

TEST(SpokenNumbers, StopsWhereTheNumberEnds) {
    EXPECT_EQ(read("two hundred three hundred"), "200|three hundred");
    EXPECT_EQ(read("two thousand four thousand"), "2000|four thousand");
    EXPECT_EQ(read("five and six"), "5|and six");
    EXPECT_EQ(read("one hundred and fun"), "100|and fun");
    EXPECT_EQ(read("twenty three apples"), "23|apples");
    EXPECT_EQ(read("thousand"), "|thousand");
    EXPECT_EQ(read("hundred one"), "|hundred one");
    EXPECT_EQ(read("oh well"), "|oh well");
    EXPECT_EQ(read("someone"), "|someone");
    EXPECT_EQ(read(""), "");
}

TEST(SpokenNumbers, KnowsALoneDigit) {
    const std::vector<std::string_view> one{"one", "of", "them"};
    EXPECT_TRUE(read_number(one).lone_digit);
    const std::vector<std::string_view> eleven{"eleven"};
    EXPECT_FALSE(read_number(eleven).lone_digit);
    const std::vector<std::string_view> two{"one", "two"};
    EXPECT_FALSE(read_number(two).lone_digit);
}

TEST(SpokenNumbers, HoldsALongRow) {
    std::string said;
    std::string digits;
    for (int i = 0; i < 1000; ++i) {
        said += "nine ";
        digits += "9";
    }
    EXPECT_EQ(read(said), digits);
    EXPECT_EQ(read("nine hundred billion billion"), "900000000000|billion");
}

}  // namespace
}  // namespace attacca::speech
