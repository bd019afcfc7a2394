#include "service/json_scanner.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
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

TEST(JsonObject, MembersAndNestedValuesHaveLimitsAndStringsNone) {
    std::string many = "{";
    for (int i = 0; i < 256; ++i) many += "\"a\":1,";
    EXPECT_EQ(members(many + "\"b\":2}"), "?");
    many.pop_back();
    EXPECT_NE(members(many + "}"), "?");
    EXPECT_EQ(members("{\"a\":[\"" + std::string(65'536, 'x') + "\"]}"), "?");
    EXPECT_NE(members("{\"a\":[\"" + std::string(65'000, 'x') + "\"]}"), "?");
    EXPECT_NE(members("{\"a\":\"" + std::string(1'000'000, 'x') + "\"}"), "?");
}

TEST(JsonObject, LongStringsEndWhereverTheirQuoteIs) {
    for (std::size_t length = 0; length < 200; ++length) {
        const std::string plain(length, 'x');
        EXPECT_EQ(members("{\"a\":\"" + plain + "\",\"b\":1}"), "a~" + plain + "|b=1|");
        EXPECT_EQ(members("{\"a\":\"" + plain + "\\\"" + plain + "\"}"), "a~" + plain + "\\\"" + plain + "|");
        EXPECT_EQ(members("{\"a\":\"" + plain + "\t\"}"), "?");
        EXPECT_EQ(members("{\"a\":\"" + plain), "?");
    }
}

/// Objects that are right, then changed in a few places.
TEST(JsonObject, AgreesWithAnotherParserOnTextsThatAreNearlyRight) {
    std::mt19937 random(3);
    const std::string seeds[] = {R"({"audio_data":"AAAA\/BBBB","sample_rate":48000,"profile":null})",
                                 R"({ "a" : [1, -2.5e+3, {"b": [], "c": {}}, "\u00e4\n"], "d":true ,"e":false})",
                                 R"({"":"","x":[[[[0]]]],"y":"]}\"","z":-0.0E-1})"};
    const std::string odd = "{}[]\",:\\/.eE+-019tfnu \n\x01";
    int refused = 0;
    for (int round = 0; round < 5000; ++round) {
        std::string text = seeds[random() % std::size(seeds)];
        for (std::size_t changes = random() % 3; changes > 0; --changes) {
            const std::size_t at = random() % text.size();
            const char c = odd[random() % odd.size()];
            switch (random() % 3) {
                case 0:
                    text.insert(at, 1, c);
                    break;
                case 1:
                    text.erase(at, 1);
                    break;
                default:
                    text[at] = c;
            }
        }
        const auto value = nlohmann::json::parse(text, nullptr, false);
        ASSERT_EQ(members(text) != "?", value.is_object()) << text;
        refused += value.is_object() ? 0 : 1;
    }
    EXPECT_GT(refused, 500);
    EXPECT_LT(refused, 4500);
}

TEST(JsonObject, AnyBytesAreReadOrRefused) {
    std::mt19937 random(4);
    for (int round = 0; round < 5000; ++round) {
        std::string text = "{\"a\":";
        for (std::size_t i = random() % 40; i > 0; --i) text += static_cast<char>(random());
        (void)members(text);  // Under the sanitizers this is the test.
    }
}

}  // namespace
}  // namespace attacca::service
