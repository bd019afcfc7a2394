#include "typing/chord.h"

#include <linux/input-event-codes.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attacca::typing {
namespace {

struct ModifierKey {
    std::uint16_t code;
    bool KeyCombo::*held;
};
constexpr std::array<ModifierKey, 8> kModifierKeys{{{KEY_LEFTCTRL, &KeyCombo::ctrl},
                                                    {KEY_RIGHTCTRL, &KeyCombo::ctrl},
                                                    {KEY_LEFTALT, &KeyCombo::alt},
                                                    {KEY_RIGHTALT, &KeyCombo::alt},
                                                    {KEY_LEFTSHIFT, &KeyCombo::shift},
                                                    {KEY_RIGHTSHIFT, &KeyCombo::shift},
                                                    {KEY_LEFTMETA, &KeyCombo::super},
                                                    {KEY_RIGHTMETA, &KeyCombo::super}}};

}  // namespace

bool Chord::modifiers_match() const noexcept {
    KeyCombo now{.key = combo_.key};
    for (std::size_t i = 0; i < kModifierKeys.size(); ++i) {
        const bool itself = kModifierKeys[i].code == combo_.key;
        if (held_[i] && !itself) now.*(kModifierKeys[i].held) = true;
    }
    return now == combo_;
}

std::optional<KeyEvent> Chord::take(std::uint16_t code, std::int32_t value) noexcept {
    const auto modifier = std::find_if(kModifierKeys.begin(), kModifierKeys.end(),
                                       [&](const ModifierKey& key) { return key.code == code; });
    if (modifier != kModifierKeys.end()) {
        held_[static_cast<std::size_t>(modifier - kModifierKeys.begin())] = value != 0;
    }
    if (code != combo_.key) return std::nullopt;
    if (value == 0) return std::exchange(down_, false) ? std::optional(KeyEvent::released) : std::nullopt;
    if (value != 1 || down_ || !modifiers_match()) return std::nullopt;
    down_ = true;
    return KeyEvent::pressed;
}

std::optional<KeyEvent> Chord::forget() noexcept {
    held_.reset();
    return std::exchange(down_, false) ? std::optional(KeyEvent::released) : std::nullopt;
}

}  // namespace attacca::typing
