#include "tuner_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "text.h"

namespace attacca::app {
namespace {

analysis::TunerReading reading(double cents) {
    return {.time_s = 1.25, .hz = 440.0, .midi_pitch = 69, .cents = cents, .confidence = 0.98F, .string_pitch = {}};
}

TEST(Needle, PointsToTheCents) {
    EXPECT_EQ(needle(0.0, 11, Charset::ascii), ".....o.....");
    EXPECT_EQ(needle(-50.0, 11, Charset::ascii), "o....|.....");
    EXPECT_EQ(needle(50.0, 11, Charset::ascii), ".....|....o");
    EXPECT_EQ(needle(21.0, 11, Charset::ascii), ".....|.o...");
    EXPECT_EQ(needle(-4.0, 11, Charset::ascii), ".....o.....");
}

TEST(Needle, ShowsAnArrowWhereItLeavesTheScale) {
    EXPECT_EQ(needle(-51.0, 5, Charset::ascii), "<.|..");
    EXPECT_EQ(needle(700.0, 5, Charset::ascii), "..|.>");
}

TEST(Needle, IsAsWideInUnicode) {
    EXPECT_EQ(needle(0.0, 3, Charset::utf8), "·●·");
    EXPECT_EQ(needle(-60.0, 3, Charset::utf8), "◀│·");
    EXPECT_EQ(display_width(needle(30.0, 21, Charset::utf8)), 21U);
}

TEST(Advice, SaysWhatToDoWithTheString) {
    auto string = reading(0.0);
    EXPECT_EQ(advice(string), "");
    string.string_pitch = 45;
    string.string_cents = -12.4;
    EXPECT_EQ(advice(string), "A2 string: tune up 12 cents");
    string.string_cents = 230.0;
    EXPECT_EQ(advice(string), "A2 string: tune down 230 cents");
    string.string_cents = -1.4;
    EXPECT_EQ(advice(string), "A2 string: in tune");
}

TEST(TunerLine, HoldsNoteCentsNeedleAndFrequency) {
    EXPECT_EQ(tuner_line(reading(12.3), 48, Charset::ascii), "A4   +12.3 cents  [.......|.o.....]    440.00 Hz");
    EXPECT_EQ(tuner_line(reading(-0.04), 44, Charset::ascii), "A4    +0.0 cents  [.....o.....]    440.00 Hz");
}

TEST(TunerLine, IsNeverWiderThanTheTerminal) {
    auto string = reading(-33.0);
    string.string_pitch = 64;
    string.string_cents = 467.0;
    for (std::size_t columns = 1; columns < 120; ++columns) {
        EXPECT_LE(display_width(tuner_line(string, columns, Charset::utf8)), columns);
        EXPECT_LE(display_width(tuner_line(string, columns, Charset::ascii)), columns);
    }
    EXPECT_NE(tuner_line(string, 100, Charset::ascii).find("E4 string: tune down 467 cents"), std::string::npos);
    EXPECT_NE(tuner_line(string, 100, Charset::ascii).find(">]"), std::string::npos) << "the string's distance";
}

TEST(TunerJson, IsOneObjectInALine) {
    auto given = reading(-12.345);
    EXPECT_EQ(nlohmann::json::parse(tuner_json(given)),
              nlohmann::json::parse(R"({"time_s": 1.25, "note": "A4", "midi": 69, "cents": -12.35, "hz": 440.0,
                                        "confidence": 0.98, "string": null})"));
    given.string_pitch = 64;
    given.string_cents = 487.65;
    const auto value = nlohmann::json::parse(tuner_json(given));
    EXPECT_EQ(value["string"], "E4");
    EXPECT_EQ(value["string_cents"], 487.65);
    EXPECT_EQ(tuner_json(given).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace attacca::app
