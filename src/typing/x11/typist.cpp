#include "typing/x11/typist.h"

#include <xcb/xtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <thread>
#include <utility>

#include "typing/code_points.h"
#include "typing/x11/xkb.h"

namespace attacca::typing {
namespace {

constexpr xcb_keysym_t kReturn = 0xff0d;
constexpr xcb_keysym_t kTab = 0xff09;
constexpr xcb_keysym_t kShift = 0xffe1;
constexpr xcb_keysym_t kControl = 0xffe3;
constexpr xcb_keysym_t kCapsLock = 0xffe5;
constexpr xcb_keysym_t kUnicode = 0x01000000;
constexpr std::uint32_t kStroke_ms = 1;  ///< Toolkits take it; some games and remote desktops want as much.
constexpr std::size_t kSpareKeys = 48;
constexpr auto kPatience = std::chrono::milliseconds(500);
constexpr auto kLook = std::chrono::milliseconds(10);
constexpr auto kWindowsRead = std::chrono::milliseconds(200);
constexpr auto kWindowsReadAtEnd = std::chrono::milliseconds(500);  ///< Nobody waits for it.

// WM_CLASS of programs that paste with Ctrl+Shift+V.
constexpr std::array<std::string_view, 18> kTerminals{
    "xterm",          "uxterm",        "urxvt",      "rxvt",        "gnome-terminal", "konsole",
    "xfce4-terminal", "mate-terminal", "lxterminal", "kitty",       "alacritty",      "foot",
    "terminator",     "tilix",         "wezterm",    "terminology", "qterminal",      "ptyxis"};

/// 0: nothing that can be typed.
xcb_keysym_t keysym_of(char32_t character) {
    if (character == '\n') return kReturn;
    if (character == '\t') return kTab;
    if ((character >= 0x20 && character < 0x7f) || (character >= 0xa0 && character < 0x100)) return character;
    return character >= 0x100 ? kUnicode | character : XCB_NO_SYMBOL;
}

bool is_terminal_class(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return std::any_of(kTerminals.begin(), kTerminals.end(),
                       [&](std::string_view name) { return text.find(name) != std::string::npos; });
}

}  // namespace

X11Typist::X11Typist(X11Connection connection) : connection_(std::move(connection)) {}

Result<X11Typist> X11Typist::open(const std::string& display) {
    auto connection = X11Connection::open(display);
    if (!connection) return fail(connection.error());
    const Reply<xcb_test_get_version_reply_t> version(xcb_test_get_version_reply(
        connection->get(), xcb_test_get_version(connection->get(), XCB_TEST_MAJOR_VERSION, XCB_TEST_MINOR_VERSION),
        nullptr));
    if (!version) {
        return fail(ErrorCode::unsupported, "the X11 display " + display +
                                                " lets nobody type: it has no XTEST extension; paste or use a socket");
    }
    const Reply<xcb_xkb_use_extension_reply_t> layouts(
        xcb_xkb_use_extension_reply(connection->get(), xcb_xkb_use_extension(connection->get(), 1, 0), nullptr));
    X11Typist typist(*std::move(connection));
    typist.read_layout();
    return typist;
}

X11Typist::~X11Typist() {
    if (connection_.get() == nullptr) return;  // Moved from.
    std::erase_if(spare_, [](const auto& entry) { return entry.second.keysym == XCB_NO_SYMBOL; });
    if (spare_.empty()) return;
    let_windows_read(kWindowsReadAtEnd);
    for (const auto& [key, borrowed] : spare_) give_meaning(key, XCB_NO_SYMBOL);
    (void)connection_.finish();
}

void X11Typist::read_layout() {
    mapping_ = connection_.keyboard_mapping();
    shift_ = mapping_.find(kShift, 0);
    caps_ = mapping_.find(kCapsLock, 0);
    auto* xcb = connection_.get();
    const Reply<xcb_xkb_get_state_reply_t> state(
        xcb_xkb_get_state_reply(xcb, xcb_xkb_get_state(xcb, XCB_XKB_ID_USE_CORE_KBD), nullptr));
    group_ = state ? state->group : 0;
    std::erase_if(spare_, [&](const auto& entry) {  // Another program gave it another meaning.
        return mapping_.at(entry.first, 0) != entry.second.keysym;
    });
    for (std::size_t row = mapping_.keys(); row-- > 0 && spare_.size() < kSpareKeys;) {
        const auto key = static_cast<xcb_keycode_t>(mapping_.first + row);
        bool free = true;
        for (std::size_t column = 0; column < mapping_.per_key; ++column) {
            free = free && mapping_.at(key, column) == XCB_NO_SYMBOL;
        }
        if (free) spare_.try_emplace(key);
    }
}

// Of a third layout and those after it the core protocol tells nothing: all is typed with borrowed keys.
std::optional<X11Typist::Stroke> X11Typist::in_layout(xcb_keysym_t keysym) const {
    if (group_ > 1) return std::nullopt;
    for (const bool shift : {false, true}) {
        const auto key = mapping_.find(keysym, group_ * 2 + (shift ? 1 : 0));
        if (key != 0 && !spare_.contains(key) && (!shift || shift_ != 0)) return Stroke{key, shift};
    }
    return std::nullopt;
}

std::optional<X11Typist::Stroke> X11Typist::stroke_of(xcb_keysym_t keysym) {
    if (const auto stroke = in_layout(keysym)) return stroke;
    const auto key = borrow(keysym);
    return key ? std::optional(Stroke{*key, false}) : std::nullopt;
}

std::optional<xcb_keycode_t> X11Typist::borrow(xcb_keysym_t keysym) {
    if (spare_.empty()) return std::nullopt;
    auto oldest = spare_.begin();
    for (auto entry = spare_.begin(); entry != spare_.end(); ++entry) {
        if (entry->second.keysym == keysym) {
            entry->second.used = texts_;
            return entry->first;
        }
        if (entry->second.used < oldest->second.used) oldest = entry;
    }
    if (oldest->second.keysym != XCB_NO_SYMBOL) {
        let_windows_read(kWindowsRead);
    }
    oldest->second = {.keysym = keysym, .used = texts_};
    give_meaning(oldest->first, keysym);
    return oldest->first;
}

// A window may still have strokes before it that mean what a key means until now.
void X11Typist::let_windows_read(std::chrono::milliseconds time) {
    (void)connection_.finish();
    std::this_thread::sleep_for(time);
}

// In every column, so that neither Shift nor another layout changes it.
void X11Typist::give_meaning(xcb_keycode_t key, xcb_keysym_t keysym) {
    const std::vector<xcb_keysym_t> columns(std::max<std::size_t>(mapping_.per_key, 2), keysym);
    xcb_change_keyboard_mapping(connection_.get(), 1, key, static_cast<std::uint8_t>(columns.size()), columns.data());
}

std::vector<xcb_keycode_t> X11Typist::held_modifiers() const {
    const Reply<xcb_query_keymap_reply_t> down(
        xcb_query_keymap_reply(connection_.get(), xcb_query_keymap(connection_.get()), nullptr));
    std::vector<xcb_keycode_t> held;
    if (!down) return held;
    for (const auto& keys : connection_.modifier_keys()) {
        for (const auto key : keys) {
            if ((down->keys[key / 8] >> (key % 8) & 1U) != 0) held.push_back(key);
        }
    }
    return held;
}

// They are not pressed again: a user who lets them go meanwhile would find them stuck.
void X11Typist::release_modifiers() {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    auto held = held_modifiers();
    while (!held.empty() && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(kLook);
        held = held_modifiers();
    }
    for (const auto key : held) send(XCB_KEY_RELEASE, key, 0);
}

bool X11Typist::caps_lock() const {
    const Reply<xcb_query_pointer_reply_t> state(
        xcb_query_pointer_reply(connection_.get(), xcb_query_pointer(connection_.get(), connection_.root()), nullptr));
    return state && (state->mask & XCB_MOD_MASK_LOCK) != 0;
}

void X11Typist::send(std::uint8_t type, xcb_keycode_t key, std::uint32_t after_ms) {
    xcb_test_fake_input(connection_.get(), type, key, after_ms, XCB_NONE, 0, 0, 0);
}

void X11Typist::tap(xcb_keycode_t key) {
    send(XCB_KEY_PRESS, key, kStroke_ms);
    send(XCB_KEY_RELEASE, key, kStroke_ms);
}

void X11Typist::strike(const Stroke& stroke) {
    if (stroke.shift) send(XCB_KEY_PRESS, shift_, 0);
    tap(stroke.key);
    if (stroke.shift) send(XCB_KEY_RELEASE, shift_, 0);
}

Status X11Typist::prepare() {
    const Reply<xcb_get_input_focus_reply_t> focus(
        xcb_get_input_focus_reply(connection_.get(), xcb_get_input_focus(connection_.get()), nullptr));
    if (auto alive = connection_.alive(); !alive) return alive;
    if (!focus || focus->focus == XCB_INPUT_FOCUS_NONE) {
        return fail(ErrorCode::not_found, "no window of the X11 display " + connection_.display() +
                                              " has the keyboard: click into the one that the text is for");
    }
    read_layout();
    release_modifiers();
    return {};
}

Status X11Typist::type(std::string_view utf8) {
    if (auto prepared = prepare(); !prepared) return prepared;
    ++texts_;
    const bool caps = caps_ != 0 && caps_lock();
    if (caps) tap(caps_);
    std::string untyped;
    for (const char32_t character : code_points(utf8)) {
        const auto keysym = keysym_of(character);
        if (keysym == XCB_NO_SYMBOL) continue;
        if (const auto stroke = stroke_of(keysym)) {
            strike(*stroke);
        } else {
            untyped += utf8_of(character);
        }
    }
    if (caps) tap(caps_);
    if (auto done = connection_.finish(); !done) return done;
    if (untyped.empty()) return {};
    return fail(ErrorCode::unsupported, "the X11 display " + connection_.display() +
                                            " has no spare key to type these with: " + untyped + "; paste instead");
}

bool X11Typist::terminal_has_keyboard() const {
    const Reply<xcb_get_input_focus_reply_t> focus(
        xcb_get_input_focus_reply(connection_.get(), xcb_get_input_focus(connection_.get()), nullptr));
    for (xcb_window_t window = focus ? focus->focus : XCB_NONE; window > XCB_INPUT_FOCUS_POINTER_ROOT;) {
        const auto name = connection_.text_property(window, XCB_ATOM_WM_CLASS);
        if (!name.empty()) return is_terminal_class(name);
        const Reply<xcb_query_tree_reply_t> tree(
            xcb_query_tree_reply(connection_.get(), xcb_query_tree(connection_.get(), window), nullptr));
        window = tree ? tree->parent : XCB_NONE;
    }
    return false;
}

Status X11Typist::paste() {
    if (auto prepared = prepare(); !prepared) return prepared;
    const auto control = mapping_.find(kControl, 0);
    const auto letter = mapping_.find('v', 0);
    if (control == 0 || letter == 0) {
        return fail(ErrorCode::unsupported,
                    "the keyboard of the X11 display " + connection_.display() + " has no Ctrl+V: type instead");
    }
    send(XCB_KEY_PRESS, control, 0);
    strike({letter, terminal_has_keyboard()});
    send(XCB_KEY_RELEASE, control, kStroke_ms);
    return connection_.finish();
}

}  // namespace attacca::typing
