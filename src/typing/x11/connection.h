// A connection to an X server, by XCB: unlike Xlib it never ends the program when the server goes.
#pragma once

#include <xcb/xcb.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "attacca/base/result.h"

namespace attacca::typing {

struct FreeReply {
    void operator()(void* reply) const noexcept { std::free(reply); }
};
template <class T>
using Reply = std::unique_ptr<T, FreeReply>;

/// What each key means without and with Shift, and so on: `per_key` keysyms for each keycode from `first` on.
struct KeyboardMapping {
    xcb_keycode_t first = 0;
    std::size_t per_key = 0;
    std::vector<xcb_keysym_t> keysyms;

    [[nodiscard]] std::size_t keys() const noexcept { return per_key == 0 ? 0 : keysyms.size() / per_key; }
    [[nodiscard]] xcb_keysym_t at(xcb_keycode_t key, std::size_t column) const noexcept;
    /// The first key that means this in the column; 0: none does.
    [[nodiscard]] xcb_keycode_t find(xcb_keysym_t keysym, std::size_t column) const noexcept;
};

/// Threads    Any number: XCB locks. Each reply belongs to the thread that asked.
class X11Connection {
public:
    /// Failure: names the display.
    [[nodiscard]] static Result<X11Connection> open(const std::string& display);

    [[nodiscard]] xcb_connection_t* get() const noexcept { return connection_.get(); }
    [[nodiscard]] const std::string& display() const noexcept { return display_; }
    [[nodiscard]] xcb_window_t root() const noexcept { return root_; }
    [[nodiscard]] std::vector<xcb_window_t> roots() const;

    /// Whether the server is still there.
    [[nodiscard]] Status alive() const;
    /// Returns when the server has done all that was asked of it.
    [[nodiscard]] Status finish() const;

    [[nodiscard]] xcb_atom_t atom(const std::string& name) const;
    [[nodiscard]] KeyboardMapping keyboard_mapping() const;
    /// The keys of each of the eight modifiers, Shift, Lock, Control, Mod1 to Mod5.
    [[nodiscard]] std::vector<std::vector<xcb_keycode_t>> modifier_keys() const;
    [[nodiscard]] std::string text_property(xcb_window_t window, xcb_atom_t property) const;

private:
    struct Disconnect {
        void operator()(xcb_connection_t* connection) const noexcept { xcb_disconnect(connection); }
    };

    X11Connection(xcb_connection_t* connection, int screen, std::string display);

    std::unique_ptr<xcb_connection_t, Disconnect> connection_;
    std::string display_;
    xcb_window_t root_ = XCB_NONE;
};

}  // namespace attacca::typing
