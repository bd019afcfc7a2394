#include "terminal.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace attacca::app {
namespace {

std::vector<Key> keys_of(std::string bytes) { return parse_keys(bytes); }

Key character(char c) { return {.kind = KeyKind::character, .character = c}; }
Key arrow(KeyKind kind) { return {.kind = kind}; }

TEST(ParseKeys, TakesCharactersOneByOne) {
    EXPECT_EQ(keys_of(" q"), (std::vector{character(' '), character('q')}));
    EXPECT_TRUE(keys_of("").empty());
}

TEST(ParseKeys, KnowsArrowsInBothSpellings) {
    EXPECT_EQ(keys_of("\x1b[A\x1b[B"), (std::vector{arrow(KeyKind::up), arrow(KeyKind::down)}));
    EXPECT_EQ(keys_of("\x1bOC\x1bOD"), (std::vector{arrow(KeyKind::right), arrow(KeyKind::left)}));
    EXPECT_EQ(keys_of("\x1b[1;5C"), (std::vector{arrow(KeyKind::right)}));
}

TEST(ParseKeys, PassesOverOtherSequencesWhole) {
    EXPECT_EQ(keys_of("\x1b[15~q"), (std::vector{character('q')}));
    EXPECT_EQ(keys_of("\x1b[200~n"), (std::vector{character('n')}));
}

TEST(ParseKeys, WaitsForTheRestOfASequence) {
    std::string pending = "n\x1b[";
    EXPECT_EQ(parse_keys(pending), (std::vector{character('n')}));
    EXPECT_EQ(pending, "\x1b[");
    pending += "C";
    EXPECT_EQ(parse_keys(pending), (std::vector{arrow(KeyKind::right)}));
    EXPECT_EQ(pending, "");
}

TEST(ParseKeys, GivesUpOnASequenceThatNeverEnds) {
    std::string pending = "\x1b[" + std::string(100, ';');
    const auto keys = parse_keys(pending);
    EXPECT_FALSE(keys.empty());
    EXPECT_EQ(pending, "");
}

}  // namespace
}  // namespace attacca::app
