#include "attacca/typing/key_combo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/input-event-codes.h>

#include <string>
#include <vector>

#include "typing/key_table.h"

namespace attacca::typing {
namespace {

using testing::HasSubstr;

std::string refusal(std::string_view text) {
    const auto combo = parse_key_combo(text);
    return combo ? "taken as " + to_text(*combo) : combo.error().detail;
}

TEST(KeyCombo, TakesModifiersAndAKey) {
    EXPECT_EQ(parse_key_combo("Ctrl+Alt+Space"), (KeyCombo{.ctrl = true, .alt = true, .key = KEY_SPACE}));
    EXPECT_EQ(parse_key_combo("control + SHIFT + d"), (KeyCombo{.ctrl = true, .shift = true, .key = KEY_D}));
    EXPECT_EQ(parse_key_combo("win+Enter"), (KeyCombo{.super = true, .key = KEY_ENTER}));
    EXPECT_EQ(parse_key_combo("super+return"), (KeyCombo{.super = true, .key = KEY_ENTER}));
}

TEST(KeyCombo, TakesAKeyAloneThatTypesNothing) {
    EXPECT_EQ(parse_key_combo("F9"), (KeyCombo{.key = KEY_F9}));
    EXPECT_EQ(parse_key_combo("shift+F24"), (KeyCombo{.shift = true, .key = KEY_F24}));
    EXPECT_EQ(parse_key_combo("rightctrl"), (KeyCombo{.key = KEY_RIGHTCTRL}));
}

TEST(KeyCombo, IsWrittenAsItIsRead) {
    for (const std::string text : {"Ctrl+Alt+Space", "Shift+Super+F1", "Ctrl+Alt+Shift+Super+Z", "Pause"}) {
        const auto combo = parse_key_combo(text);
        ASSERT_TRUE(combo) << text;
        EXPECT_EQ(to_text(*combo), text);
    }
    for (const auto& key : key_names()) {
        const KeyCombo combo{.ctrl = true, .key = key.code};
        EXPECT_EQ(parse_key_combo("Ctrl+" + std::string(key.name)), combo) << key.name;
        EXPECT_EQ(parse_key_combo(to_text(combo)), combo) << key.name;
    }
}

TEST(KeyCombo, NamesWhatItDoesNotUnderstand) {
    EXPECT_THAT(refusal("Ctl+Alt+Space"), HasSubstr("\"Ctl\" is not Ctrl, Alt, Shift or Super; did you mean Ctrl?"));
    EXPECT_THAT(refusal("Ctrl+Spcae"), HasSubstr("no key is called \"Spcae\"; did you mean Space?"));
    EXPECT_THAT(refusal("Ctrl+"), HasSubstr("no key is called \"\""));
    EXPECT_THAT(refusal(""), HasSubstr("the key \"\""));
    EXPECT_THAT(refusal("+"), HasSubstr("\"\" is not Ctrl"));
    EXPECT_THAT(refusal("F9+Ctrl"), HasSubstr("\"F9\" is not Ctrl"));
    EXPECT_THAT(refusal("Ctrl+Alt"), HasSubstr("after \"Alt\" a key is missing"));
}

TEST(KeyCombo, LeavesKeysThatTypeToOtherPrograms) {
    for (const char* text : {"Space", "a", "Shift+A", "Shift+Enter", "Left"}) {
        EXPECT_THAT(refusal(text), HasSubstr("it is needed to write: hold Ctrl, Alt or Super with it")) << text;
    }
}

}  // namespace
}  // namespace attacca::typing
