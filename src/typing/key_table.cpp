#include "typing/key_table.h"

#include <linux/input-event-codes.h>

#include <algorithm>
#include <array>

namespace attacca::typing {
namespace {

using enum KeyUse;

constexpr auto kKeys = std::to_array<KeyName>({
    {"A", KEY_A, 0x61, types},
    {"B", KEY_B, 0x62, types},
    {"C", KEY_C, 0x63, types},
    {"D", KEY_D, 0x64, types},
    {"E", KEY_E, 0x65, types},
    {"F", KEY_F, 0x66, types},
    {"G", KEY_G, 0x67, types},
    {"H", KEY_H, 0x68, types},
    {"I", KEY_I, 0x69, types},
    {"J", KEY_J, 0x6a, types},
    {"K", KEY_K, 0x6b, types},
    {"L", KEY_L, 0x6c, types},
    {"M", KEY_M, 0x6d, types},
    {"N", KEY_N, 0x6e, types},
    {"O", KEY_O, 0x6f, types},
    {"P", KEY_P, 0x70, types},
    {"Q", KEY_Q, 0x71, types},
    {"R", KEY_R, 0x72, types},
    {"S", KEY_S, 0x73, types},
    {"T", KEY_T, 0x74, types},
    {"U", KEY_U, 0x75, types},
    {"V", KEY_V, 0x76, types},
    {"W", KEY_W, 0x77, types},
    {"X", KEY_X, 0x78, types},
    {"Y", KEY_Y, 0x79, types},
    {"Z", KEY_Z, 0x7a, types},
    {"0", KEY_0, 0x30, types},
    {"1", KEY_1, 0x31, types},
    {"2", KEY_2, 0x32, types},
    {"3", KEY_3, 0x33, types},
    {"4", KEY_4, 0x34, types},
    {"5", KEY_5, 0x35, types},
    {"6", KEY_6, 0x36, types},
    {"7", KEY_7, 0x37, types},
    {"8", KEY_8, 0x38, types},
    {"9", KEY_9, 0x39, types},
    {"Space", KEY_SPACE, 0x20, types},
    {"Enter", KEY_ENTER, 0xff0d, types},
    {"Return", KEY_ENTER, 0xff0d, types},
    {"Tab", KEY_TAB, 0xff09, types},
    {"Backspace", KEY_BACKSPACE, 0xff08, types},
    {"Delete", KEY_DELETE, 0xffff, types},
    {"Escape", KEY_ESC, 0xff1b, types},
    {"Esc", KEY_ESC, 0xff1b, types},
    {"Up", KEY_UP, 0xff52, types},
    {"Down", KEY_DOWN, 0xff54, types},
    {"Left", KEY_LEFT, 0xff51, types},
    {"Right", KEY_RIGHT, 0xff53, types},
    {"Home", KEY_HOME, 0xff50, types},
    {"End", KEY_END, 0xff57, types},
    {"PageUp", KEY_PAGEUP, 0xff55, types},
    {"PageDown", KEY_PAGEDOWN, 0xff56, types},
    {"Minus", KEY_MINUS, 0x2d, types},
    {"Equal", KEY_EQUAL, 0x3d, types},
    {"Comma", KEY_COMMA, 0x2c, types},
    {"Period", KEY_DOT, 0x2e, types},
    {"Slash", KEY_SLASH, 0x2f, types},
    {"Semicolon", KEY_SEMICOLON, 0x3b, types},
    {"Apostrophe", KEY_APOSTROPHE, 0x27, types},
    {"Grave", KEY_GRAVE, 0x60, types},
    {"Backslash", KEY_BACKSLASH, 0x5c, types},
    {"LeftBracket", KEY_LEFTBRACE, 0x5b, types},
    {"RightBracket", KEY_RIGHTBRACE, 0x5d, types},
    {"F1", KEY_F1, 0xffbe, commands},
    {"F2", KEY_F2, 0xffbf, commands},
    {"F3", KEY_F3, 0xffc0, commands},
    {"F4", KEY_F4, 0xffc1, commands},
    {"F5", KEY_F5, 0xffc2, commands},
    {"F6", KEY_F6, 0xffc3, commands},
    {"F7", KEY_F7, 0xffc4, commands},
    {"F8", KEY_F8, 0xffc5, commands},
    {"F9", KEY_F9, 0xffc6, commands},
    {"F10", KEY_F10, 0xffc7, commands},
    {"F11", KEY_F11, 0xffc8, commands},
    {"F12", KEY_F12, 0xffc9, commands},
    {"F13", KEY_F13, 0xffca, commands},
    {"F14", KEY_F14, 0xffcb, commands},
    {"F15", KEY_F15, 0xffcc, commands},
    {"F16", KEY_F16, 0xffcd, commands},
    {"F17", KEY_F17, 0xffce, commands},
    {"F18", KEY_F18, 0xffcf, commands},
    {"F19", KEY_F19, 0xffd0, commands},
    {"F20", KEY_F20, 0xffd1, commands},
    {"F21", KEY_F21, 0xffd2, commands},
    {"F22", KEY_F22, 0xffd3, commands},
    {"F23", KEY_F23, 0xffd4, commands},
    {"F24", KEY_F24, 0xffd5, commands},
    {"Pause", KEY_PAUSE, 0xff13, commands},
    {"ScrollLock", KEY_SCROLLLOCK, 0xff14, commands},
    {"Print", KEY_SYSRQ, 0xff61, commands},
    {"Insert", KEY_INSERT, 0xff63, commands},
    {"Menu", KEY_COMPOSE, 0xff67, commands},
    {"CapsLock", KEY_CAPSLOCK, 0xffe5, commands},
    {"LeftCtrl", KEY_LEFTCTRL, 0xffe3, commands},
    {"RightCtrl", KEY_RIGHTCTRL, 0xffe4, commands},
    {"LeftAlt", KEY_LEFTALT, 0xffe9, commands},
    {"RightAlt", KEY_RIGHTALT, 0xffea, commands},
    {"LeftShift", KEY_LEFTSHIFT, 0xffe1, commands},
    {"RightShift", KEY_RIGHTSHIFT, 0xffe2, commands},
    {"LeftSuper", KEY_LEFTMETA, 0xffeb, commands},
    {"RightSuper", KEY_RIGHTMETA, 0xffec, commands},
    {"MicMute", KEY_MICMUTE, 0x1008ffb2, commands},
    {"PlayPause", KEY_PLAYPAUSE, 0x1008ff14, commands},
});

}  // namespace

std::span<const KeyName> key_names() noexcept { return kKeys; }

const KeyName* find_key(std::uint16_t code) noexcept {
    const auto found = std::find_if(kKeys.begin(), kKeys.end(), [&](const KeyName& key) { return key.code == code; });
    return found == kKeys.end() ? nullptr : &*found;
}

}  // namespace attacca::typing
