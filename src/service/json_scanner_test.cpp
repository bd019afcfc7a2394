#include "service/json_scanner.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace attacca::service {
namespace {

/// All members as "name=value" with a bar between; a question mark where the text is not one object.
std::string members(std::string_view text) {
    JsonObject object(text);
    std::string all;
    while (const auto member = object.next()) {
        all.append(member->name).append(member->is_string ? "~" : "=").append(member->value).append("|");
    }
    return object.valid() ? all : "?";
}

TEST(JsonObject, WalksThroughMembersOfEveryKind) {
    EXPECT_EQ(members(R"({"a":"text","b":12.5e-3,"c":true,"d":null})"), "a~text|b=12.5e-3|c=true|d=null|");
    EXPECT_EQ(members(" { \"a\" :\n[1, {\"b\": [] }, \"]\"] ,\t\"c\":{\"}\":\"\\\"\"}, \"d\":-0 } "),
              "a=[1, {\"b\": [] }, \"]\"]|c={\"}\":\"\\\"\"}|d=-0|");
    EXPECT_EQ(members("{}"), "");
    EXPECT_EQ(members(R"({"a":"\u00e4\/"})"), R"(a~\u00e4\/|)");
}

TEST(JsonObject, RefusesWhatAnotherParserRefuses) {
    for (const std::string text : {"",
                                   "{",
                                   "}",
                                   "{\"a\"}",
                                   "{\"a\":}",
                                   "{\"a\":1,}",
                                   "{,}",
                                   "{\"a\":1 \"b\":2}",
                                   "{a:1}",
                                   "{\"a\":01}",
                                   "{\"a\":+1}",
                                   "{\"a\":1.}",
                                   "{\"a\":.5}",
                                   "{\"a\":1e}",
                                   "{\"a\":\"x}",
                                   "{\"a\":\"\\x\"}",
                                   "{\"a\":\"\\u12g4\"}",
                                   "{\"a\":tru}",
                                   "{\"a\":[1,]}",
                                   "{\"a\":[1}",
                                   "{\"a\":{\"b\"}}",
                                   "{\"a\":1}x",
                                   "{\"a\":1}{}",
                                   "{\"a\":\"\n\"}",
                                   "{\"a\":--1}",
                                   "{\"a\":\"\\",
                                   "{\"a\":nulll}"}) {
        EXPECT_FALSE(nlohmann::json::accept(text)) << text;
        EXPECT_EQ(members(text), "?") << text;
    }
}

TEST(JsonObject, RefusesJsonThatIsNoObject) {
    for (const char* text : {"[]", "1", "\"a\"", "null", " "}) EXPECT_EQ(members(text), "?") << text;
}

TEST(JsonObject, DepthHasALimit) {
    const auto nested = [](std::size_t depth) {
        return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    EXPECT_NE(members(nested(64)), "?");
    EXPECT_EQ(members(nested(65)), "?");
    EXPECT_EQ(members("{\"a\":" + std::string(1'000'000, '[')), "?");
}

}  // namespace
}  // namespace attacca::service
