// Which key starts and stops: "Ctrl+Alt+Space".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "attacca/base/result.h"

namespace attacca::typing {

/// A key, and what is held with it.
struct KeyCombo {
    bool ctrl = false;
    bool alt = false;
    bool shift = false;
    bool super = false;
    std::uint16_t key = 0;  ///< As linux/input-event-codes.h numbers them.

    friend bool operator==(const KeyCombo&, const KeyCombo&) = default;
};

/// "Ctrl+Alt+Space", "super+d", "F9", "RightCtrl": names in any case, in any order but with the key at the end.
/// Failure: names what was not understood and what is near it; or says that the key types text when it is pressed
/// alone, and so would be taken from every program.
[[nodiscard]] Result<KeyCombo> parse_key_combo(std::string_view text);

/// As parse_key_combo takes it.
[[nodiscard]] std::string to_text(const KeyCombo& combo);

}  // namespace attacca::typing
