// What keys are called, on a command line, in the kernel and on X11.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace attacca::typing {

/// What a key does when nothing is held with it.
enum class KeyUse { types, commands };

struct KeyName {
    std::string_view name;
    std::uint16_t code;    ///< The kernel's: linux/input-event-codes.h.
    std::uint32_t keysym;  ///< X11's, of the key without Shift.
    KeyUse use;
};

/// The first name of a code is the one that is shown; those after it are understood, too.
[[nodiscard]] std::span<const KeyName> key_names() noexcept;

/// Null where there is none.
[[nodiscard]] const KeyName* find_key(std::uint16_t code) noexcept;

}  // namespace attacca::typing
