// Presses of one key, whichever window has the keyboard.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "attacca/base/result.h"
#include "attacca/typing/desktop.h"
#include "attacca/typing/key_combo.h"

namespace attacca::typing {

enum class KeySystem {
    automatic,  ///< evdev on Wayland, else x11.
    x11,        ///< The key is taken: no window sees it.
    evdev,      ///< The kernel's keyboards: the key reaches the window, too.
};

struct KeyWatchSpec {
    KeyCombo combo;
    KeySystem system = KeySystem::automatic;
    Desktop desktop;
    std::filesystem::path keyboards = "/dev/input";  ///< evdev: where they are. A pipe of their events will do.
};

enum class KeyEvent { pressed, released };

/// Threads    One at a time, never the audio thread.
/// Failure    The X server has gone: open a new one. Keyboards of evdev may come and go.
class KeyWatch {
public:
    /// Failure: nobody to ask; another program holds the key; no permission to read keyboards, and how to get it.
    [[nodiscard]] static Result<std::unique_ptr<KeyWatch>> open(const KeyWatchSpec& spec);

    virtual ~KeyWatch() = default;
    KeyWatch(const KeyWatch&) = delete;
    KeyWatch& operator=(const KeyWatch&) = delete;

    /// "X11 display :0", "the keyboards in /dev/input".
    [[nodiscard]] virtual const std::string& where() const noexcept = 0;

    /// Becomes readable with an event: for poll.
    [[nodiscard]] virtual int descriptor() const noexcept = 0;

    /// What has come since, without waiting. A press that a keyboard repeats is not one.
    [[nodiscard]] virtual Result<std::vector<KeyEvent>> read() = 0;

protected:
    KeyWatch() = default;
};

}  // namespace attacca::typing
