#include "command_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attacca::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pointee;

TEST(CommandTable, FindsProgramsByTagsAndWords) {
    const auto table = CommandTable::parse(
        R"({"Lights On": ["light-switch", "--on", "$HOME; rm *"],  // Comments are welcome.
            "next": ["playerctl", "next"]})",
        "commands.json");
    ASSERT_TRUE(table) << table.error().detail;
    EXPECT_EQ(table->size(), 2U);
    EXPECT_THAT(table->find("lights on"), Pointee(ElementsAre("light-switch", "--on", "$HOME; rm *")));
    EXPECT_THAT(table->find("NEXT"), Pointee(ElementsAre("playerctl", "next")));
    EXPECT_EQ(table->find("lights"), nullptr);
}

std::string refusal(std::string_view json) {
    const auto table = CommandTable::parse(json, "commands.json");
    return table ? "taken" : table.error().detail;
}

TEST(CommandTable, NamesWhatIsWrong) {
    EXPECT_THAT(refusal("lights on: switch"), HasSubstr("commands.json: this is no JSON; expected {"));
    EXPECT_THAT(refusal("{\"a\": [\"b\"]"), HasSubstr("this is no JSON"));
    EXPECT_THAT(refusal("[]"), HasSubstr("commands.json: expected {"));
    EXPECT_THAT(refusal("{}"), HasSubstr("commands.json: expected {"));
    for (const char* words :
         {"\"switch --on\"", "[]", "[1]", "[\"switch\", 1]", "[\"\"]", "null", "{\"switch\": \"on\"}"}) {
        EXPECT_THAT(refusal("{\"lights on\": " + std::string(words) + "}"),
                    HasSubstr("commands.json: \"lights on\": expected a list of a program and its arguments"))
            << words;
    }
    EXPECT_THAT(CommandTable::load("/nowhere/commands.json").error().detail, HasSubstr("/nowhere/commands.json"));
}

}  // namespace
}  // namespace attacca::app
