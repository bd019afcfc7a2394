#include "typing/chord.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/input-event-codes.h>

namespace attacca::typing {
namespace {

using enum KeyEvent;
constexpr std::optional<KeyEvent> kNothing;

KeyCombo ctrl_alt_space() { return {.ctrl = true, .alt = true, .key = KEY_SPACE}; }

TEST(Chord, IsPressedWithItsModifiersAndEndsWithItsKey) {
    Chord chord(ctrl_alt_space());
    EXPECT_EQ(chord.take(KEY_SPACE, 1), kNothing);
    EXPECT_EQ(chord.take(KEY_SPACE, 0), kNothing);
    EXPECT_EQ(chord.take(KEY_RIGHTCTRL, 1), kNothing);
    EXPECT_EQ(chord.take(KEY_LEFTALT, 1), kNothing);
    EXPECT_EQ(chord.take(KEY_SPACE, 1), pressed);
    EXPECT_EQ(chord.take(KEY_SPACE, 2), kNothing) << "the keyboard repeats it";
    EXPECT_EQ(chord.take(KEY_LEFTALT, 0), kNothing) << "a finger leaves early";
    EXPECT_EQ(chord.take(KEY_SPACE, 0), released);
    EXPECT_EQ(chord.take(KEY_SPACE, 1), kNothing) << "Alt is no longer held";
}

TEST(Chord, IsAnotherWithMoreModifiers) {
    Chord chord(ctrl_alt_space());
    for (const auto key : {KEY_LEFTCTRL, KEY_LEFTALT, KEY_LEFTSHIFT})
        (void)chord.take(static_cast<std::uint16_t>(key), 1);
    EXPECT_EQ(chord.take(KEY_SPACE, 1), kNothing);
}

TEST(Chord, MayBeAModifierAlone) {
    Chord chord({.key = KEY_RIGHTCTRL});
    EXPECT_EQ(chord.take(KEY_RIGHTCTRL, 1), pressed);
    EXPECT_EQ(chord.take(KEY_C, 1), kNothing);
    EXPECT_EQ(chord.take(KEY_RIGHTCTRL, 0), released);
    EXPECT_EQ(chord.take(KEY_LEFTALT, 1), kNothing);
    EXPECT_EQ(chord.take(KEY_RIGHTCTRL, 1), kNothing) << "Alt is held";
}

TEST(Chord, EndsWithItsKeyboard) {
    Chord chord(ctrl_alt_space());
    for (const auto key : {KEY_LEFTCTRL, KEY_LEFTALT, KEY_SPACE}) (void)chord.take(static_cast<std::uint16_t>(key), 1);
    EXPECT_EQ(chord.forget(), released);
    EXPECT_EQ(chord.forget(), kNothing);
    EXPECT_EQ(chord.take(KEY_SPACE, 1), kNothing) << "nothing is held any more";
}

}  // namespace
}  // namespace attacca::typing
