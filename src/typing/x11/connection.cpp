#include "typing/x11/connection.h"

#include <algorithm>
#include <utility>

namespace attacca::typing {
namespace {

constexpr std::uint32_t kLongestText_words = 1024;

}  // namespace

xcb_keysym_t KeyboardMapping::at(xcb_keycode_t key, std::size_t column) const noexcept {
    const std::size_t row = static_cast<std::size_t>(key) - first;
    return key >= first && row < keys() && column < per_key ? keysyms[row * per_key + column] : XCB_NO_SYMBOL;
}

xcb_keycode_t KeyboardMapping::find(xcb_keysym_t keysym, std::size_t column) const noexcept {
    for (std::size_t row = 0; row < keys(); ++row) {
        const auto key = static_cast<xcb_keycode_t>(first + row);
        if (at(key, column) == keysym) return key;
    }
    return 0;
}

X11Connection::X11Connection(xcb_connection_t* connection, int screen, std::string display)
    : connection_(connection), display_(std::move(display)) {
    const auto all = roots();
    if (!all.empty()) root_ = all[std::min(static_cast<std::size_t>(screen), all.size() - 1)];
}

Result<X11Connection> X11Connection::open(const std::string& display) {
    if (display.empty()) return fail(ErrorCode::unavailable, "there is no X11 display: $DISPLAY is not set");
    int screen = 0;
    xcb_connection_t* connection = xcb_connect(display.c_str(), &screen);
    if (xcb_connection_has_error(connection) != 0) {
        xcb_disconnect(connection);
        return fail(ErrorCode::unavailable,
                    "the X11 display " + display + " does not answer: is it there, and may this user connect to it?");
    }
    return X11Connection(connection, screen, display);
}

std::vector<xcb_window_t> X11Connection::roots() const {
    std::vector<xcb_window_t> roots;
    for (auto at = xcb_setup_roots_iterator(xcb_get_setup(get())); at.rem > 0; xcb_screen_next(&at)) {
        roots.push_back(at.data->root);
    }
    return roots;
}

Status X11Connection::alive() const {
    if (xcb_connection_has_error(get()) == 0) return {};
    return fail(ErrorCode::unavailable, "the X11 display " + display_ + " has gone");
}

Status X11Connection::finish() const {
    const Reply<xcb_get_input_focus_reply_t> reply(
        xcb_get_input_focus_reply(get(), xcb_get_input_focus(get()), nullptr));
    return alive();
}

xcb_atom_t X11Connection::atom(const std::string& name) const {
    const Reply<xcb_intern_atom_reply_t> reply(xcb_intern_atom_reply(
        get(), xcb_intern_atom(get(), 0, static_cast<std::uint16_t>(name.size()), name.c_str()), nullptr));
    return reply ? reply->atom : xcb_atom_t{XCB_ATOM_NONE};
}

KeyboardMapping X11Connection::keyboard_mapping() const {
    const auto* setup = xcb_get_setup(get());
    const auto keys = static_cast<std::uint8_t>(setup->max_keycode - setup->min_keycode + 1);
    const Reply<xcb_get_keyboard_mapping_reply_t> reply(
        xcb_get_keyboard_mapping_reply(get(), xcb_get_keyboard_mapping(get(), setup->min_keycode, keys), nullptr));
    if (!reply) return {};
    const xcb_keysym_t* keysyms = xcb_get_keyboard_mapping_keysyms(reply.get());
    return {.first = setup->min_keycode,
            .per_key = reply->keysyms_per_keycode,
            .keysyms = {keysyms, keysyms + xcb_get_keyboard_mapping_keysyms_length(reply.get())}};
}

std::vector<std::vector<xcb_keycode_t>> X11Connection::modifier_keys() const {
    std::vector<std::vector<xcb_keycode_t>> modifiers(8);
    const Reply<xcb_get_modifier_mapping_reply_t> reply(
        xcb_get_modifier_mapping_reply(get(), xcb_get_modifier_mapping(get()), nullptr));
    if (!reply) return modifiers;
    const xcb_keycode_t* key = xcb_get_modifier_mapping_keycodes(reply.get());
    for (auto& keys : modifiers) {
        for (int i = 0; i < reply->keycodes_per_modifier; ++i, ++key) {
            if (*key != 0) keys.push_back(*key);
        }
    }
    return modifiers;
}

std::string X11Connection::text_property(xcb_window_t window, xcb_atom_t property) const {
    const Reply<xcb_get_property_reply_t> reply(xcb_get_property_reply(
        get(), xcb_get_property(get(), 0, window, property, XCB_ATOM_ANY, 0, kLongestText_words), nullptr));
    if (!reply || reply->format != 8) return {};
    const auto* text = static_cast<const char*>(xcb_get_property_value(reply.get()));
    return {text, text + xcb_get_property_value_length(reply.get())};
}

}  // namespace attacca::typing
