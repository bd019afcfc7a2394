// A key with what is held, in the events of any number of keyboards.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>

#include "attacca/typing/key_combo.h"
#include "attacca/typing/key_watch.h"

namespace attacca::typing {

/// Other modifiers than the chosen ones make it another chord. Once pressed, it ends with its key, whatever else is
/// let go first.
class Chord {
public:
    explicit Chord(const KeyCombo& combo) noexcept : combo_(combo) {}

    /// `value` as the kernel has it: 0 released, 1 pressed, 2 repeated.
    [[nodiscard]] std::optional<KeyEvent> take(std::uint16_t code, std::int32_t value) noexcept;

    /// A keyboard has gone, and with it what was held.
    [[nodiscard]] std::optional<KeyEvent> forget() noexcept;

private:
    [[nodiscard]] bool modifiers_match() const noexcept;

    KeyCombo combo_;
    std::bitset<8> held_;  ///< Of the eight keys that are modifiers.
    bool down_ = false;
};

}  // namespace attacca::typing
