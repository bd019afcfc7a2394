#include "typing/uinput_keyboard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "typing/folder_test.h"

namespace attacca::typing {
namespace {

using testing::HasSubstr;

/// Presses as +code, releases as -code.
std::string written(const std::vector<input_event>& events) {
    std::string text;
    for (const auto& event : events) {
        if (event.type == EV_KEY) text += (event.value == 1 ? "+" : "-") + std::to_string(event.code) + " ";
    }
    return text;
}

std::string key(std::uint16_t code) { return "+" + std::to_string(code) + " -" + std::to_string(code) + " "; }

TEST(UinputKeyboard, StrikesTheKeysOfAUsKeyboard) {
    EXPECT_EQ(written(*us_strokes("a1 ,\n\t")),
              key(KEY_A) + key(KEY_1) + key(KEY_SPACE) + key(KEY_COMMA) + key(KEY_ENTER) + key(KEY_TAB));
    const std::string shift = std::to_string(KEY_LEFTSHIFT) + " ";
    EXPECT_EQ(written(*us_strokes("Z?")),
              "+" + shift + key(KEY_Z) + "-" + shift + "+" + shift + key(KEY_SLASH) + "-" + shift);
    EXPECT_EQ(written(*us_strokes("`'\\=")),
              key(KEY_GRAVE) + key(KEY_APOSTROPHE) + key(KEY_BACKSLASH) + key(KEY_EQUAL));
}

TEST(UinputKeyboard, HasAKeyForAllOfAscii) {
    for (char character = ' '; character < '\x7f'; ++character) {
        EXPECT_TRUE(us_strokes(std::string(1, character))) << character;
    }
}

TEST(UinputKeyboard, ReportsEachStrokeByItself) {
    const auto events = us_strokes("a");
    ASSERT_EQ(events->size(), 4U);
    EXPECT_EQ((*events)[1].type, EV_SYN);
    EXPECT_EQ((*events)[3].type, EV_SYN);
}

TEST(UinputKeyboard, PastesWithControlHeld) {
    const std::string control = std::to_string(KEY_LEFTCTRL) + " ";
    EXPECT_EQ(written(paste_strokes()), "+" + control + key(KEY_V) + "-" + control);
}

TEST(UinputKeyboard, NamesWhatItCannotType) {
    const auto strokes = us_strokes("grüß dich");
    ASSERT_FALSE(strokes);
    EXPECT_EQ(strokes.error().detail,
              "uinput types as a US keyboard does, which has no key for: üß; install wtype for them");
}

TEST(UinputKeyboard, SaysWhyThereIsNone) {
    const TestFolder folder;
    const auto none = UinputKeyboard::open(folder.path() / "uinput");
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().detail,
                HasSubstr("No such file or directory; install wtype, or load the kernel's module"));
    std::ofstream(folder.path() / "file") << "x";
    const auto file = UinputKeyboard::open(folder.path() / "file");
    ASSERT_FALSE(file);
    EXPECT_THAT(file.error().detail, HasSubstr("makes no keyboard: is it the kernel's uinput?"));
}

}  // namespace
}  // namespace attacca::typing
