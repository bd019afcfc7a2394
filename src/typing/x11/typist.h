// Text as strokes of keys, to the window of an X server that has the keyboard.
#pragma once

#include <xcb/xcb.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attacca/base/result.h"
#include "typing/x11/connection.h"

namespace attacca::typing {

/// Characters that the layout has are typed with its keys. For each other one a key that means nothing is given that
/// meaning, and keeps it: a window that reads its events late must find the same meaning still there.
class X11Typist {
public:
    [[nodiscard]] static Result<X11Typist> open(const std::string& display);
    ~X11Typist();
    X11Typist(X11Typist&&) noexcept = default;
    X11Typist& operator=(X11Typist&&) = delete;

    /// Waits until the modifiers of a hotkey are let go, then lets them go itself: they would make commands of letters.
    [[nodiscard]] Status type(std::string_view utf8);

    /// Ctrl+V, or Ctrl+Shift+V where a terminal has the keyboard.
    [[nodiscard]] Status paste();

private:
    struct Stroke {
        xcb_keycode_t key = 0;
        bool shift = false;
    };
    struct Borrowed {
        xcb_keysym_t keysym = XCB_NO_SYMBOL;
        std::uint64_t used = 0;  ///< The number of the last text that had it.
    };

    explicit X11Typist(X11Connection connection);

    [[nodiscard]] Status prepare();
    void read_layout();
    [[nodiscard]] std::optional<Stroke> in_layout(xcb_keysym_t keysym) const;
    [[nodiscard]] std::optional<Stroke> stroke_of(xcb_keysym_t keysym);
    [[nodiscard]] std::optional<xcb_keycode_t> borrow(xcb_keysym_t keysym);
    void let_windows_read(std::chrono::milliseconds time);
    void give_meaning(xcb_keycode_t key, xcb_keysym_t keysym);

    [[nodiscard]] std::vector<xcb_keycode_t> held_modifiers() const;
    void release_modifiers();
    [[nodiscard]] bool caps_lock() const;
    void send(std::uint8_t type, xcb_keycode_t key, std::uint32_t after_ms);
    void tap(xcb_keycode_t key);
    void strike(const Stroke& stroke);
    [[nodiscard]] bool terminal_has_keyboard() const;

    X11Connection connection_;
    KeyboardMapping mapping_;
    std::size_t group_ = 0;
    xcb_keycode_t shift_ = 0;
    xcb_keycode_t caps_ = 0;
    std::map<xcb_keycode_t, Borrowed> spare_;
    std::uint64_t texts_ = 0;
};

}  // namespace attacca::typing
