#include "typing/x11/key_grab.h"

#include <algorithm>
#include <utility>

#include "typing/key_table.h"
#include "typing/x11/xkb.h"

namespace attacca::typing {
namespace {

constexpr xcb_keysym_t kAlt = 0xffe9;
constexpr xcb_keysym_t kSuper = 0xffeb;
constexpr xcb_keysym_t kNumLock = 0xff7f;
constexpr xcb_keysym_t kScrollLock = 0xff14;
constexpr std::uint8_t kBadAccess = 10;

/// The modifier that a key with this keysym sets; `otherwise` where the keyboard has none.
std::uint16_t mask_of(const KeyboardMapping& mapping, const std::vector<std::vector<xcb_keycode_t>>& modifiers,
                      xcb_keysym_t keysym, std::uint16_t otherwise) {
    for (std::size_t i = 0; i < modifiers.size(); ++i) {
        for (const auto key : modifiers[i]) {
            if (mapping.at(key, 0) == keysym) return static_cast<std::uint16_t>(1U << i);
        }
    }
    return otherwise;
}

std::vector<std::uint16_t> every_union(std::uint16_t caps, std::uint16_t num, std::uint16_t scroll) {
    std::vector<std::uint16_t> unions;
    for (unsigned choice = 0; choice < 8; ++choice) {
        const auto mask = static_cast<std::uint16_t>(((choice & 1U) != 0 ? caps : 0) | ((choice & 2U) != 0 ? num : 0) |
                                                     ((choice & 4U) != 0 ? scroll : 0));
        if (std::find(unions.begin(), unions.end(), mask) == unions.end()) unions.push_back(mask);
    }
    return unions;
}

}  // namespace

X11KeyGrab::X11KeyGrab(X11Connection connection, const KeyCombo& combo)
    : connection_(std::move(connection)), combo_(combo), where_("X11 display " + connection_.display()) {}

Result<std::unique_ptr<KeyWatch>> X11KeyGrab::open(const std::string& display, const KeyCombo& combo) {
    auto connection = X11Connection::open(display);
    if (!connection) return fail(connection.error());
    auto watch = std::make_unique<X11KeyGrab>(*std::move(connection), combo);
    if (auto quiet = watch->repeat_without_releases(); !quiet) return fail(quiet.error());
    if (auto grabbed = watch->grab(); !grabbed) return fail(grabbed.error());
    return watch;
}

// Without it a key that is held looks like one that is pressed thirty times a second.
Status X11KeyGrab::repeat_without_releases() {
    auto* xcb = connection_.get();
    const Reply<xcb_xkb_use_extension_reply_t> extension(
        xcb_xkb_use_extension_reply(xcb, xcb_xkb_use_extension(xcb, 1, 0), nullptr));
    constexpr std::uint32_t flag = XCB_XKB_PER_CLIENT_FLAG_DETECTABLE_AUTO_REPEAT;
    const Reply<xcb_xkb_per_client_flags_reply_t> flags(xcb_xkb_per_client_flags_reply(
        xcb, xcb_xkb_per_client_flags(xcb, XCB_XKB_ID_USE_CORE_KBD, flag, flag, 0, 0, 0), nullptr));
    if (extension && extension->supported != 0 && flags && (flags->value & flag) != 0) return {};
    return fail(ErrorCode::unsupported, where_ + " cannot tell a held key from a repeated one: it has no XKB");
}

Status X11KeyGrab::grab() {
    const auto mapping = connection_.keyboard_mapping();
    const auto modifiers = connection_.modifier_keys();
    const KeyName* name = find_key(combo_.key);
    key_ = name != nullptr ? mapping.find(name->keysym, 0) : 0;
    if (key_ == 0) {
        return fail(ErrorCode::not_found,
                    "the keyboard of " + where_ + " has no key for " + to_text(combo_) + ": choose another key");
    }
    modifiers_ =
        static_cast<std::uint16_t>((combo_.ctrl ? XCB_MOD_MASK_CONTROL : 0) | (combo_.shift ? XCB_MOD_MASK_SHIFT : 0) |
                                   (combo_.alt ? mask_of(mapping, modifiers, kAlt, XCB_MOD_MASK_1) : 0) |
                                   (combo_.super ? mask_of(mapping, modifiers, kSuper, XCB_MOD_MASK_4) : 0));
    locks_ = every_union(XCB_MOD_MASK_LOCK, mask_of(mapping, modifiers, kNumLock, 0),
                         mask_of(mapping, modifiers, kScrollLock, 0));
    std::vector<xcb_void_cookie_t> asked;
    for (const auto root : connection_.roots()) {
        for (const auto lock : locks_) {
            asked.push_back(xcb_grab_key_checked(connection_.get(), 0, root, modifiers_ | lock, key_,
                                                 XCB_GRAB_MODE_ASYNC, XCB_GRAB_MODE_ASYNC));
        }
    }
    bool refused = false;
    bool held = false;
    for (const auto cookie : asked) {
        const Reply<xcb_generic_error_t> error(xcb_request_check(connection_.get(), cookie));
        refused = refused || error != nullptr;
        held = held || (error && error->error_code == kBadAccess);
    }
    if (auto alive = connection_.alive(); !alive) return alive;
    if (!refused) return {};
    ungrab();
    return held ? fail(ErrorCode::busy, "another program holds " + to_text(combo_) + " on " + where_ +
                                            ": choose another key, or end that program")
                : fail(ErrorCode::system, where_ + " refuses to give the key " + to_text(combo_));
}

void X11KeyGrab::ungrab() {
    for (const auto root : connection_.roots()) {
        for (const auto lock : locks_) xcb_ungrab_key(connection_.get(), key_, root, modifiers_ | lock);
    }
    xcb_flush(connection_.get());
}

// Another layout may have the key elsewhere. Text that is typed changes the mapping too, but not this key.
Status X11KeyGrab::follow_keyboard() {
    const KeyName* name = find_key(combo_.key);
    if (connection_.keyboard_mapping().at(key_, 0) == name->keysym) return {};
    ungrab();
    return grab();
}

Result<std::vector<KeyEvent>> X11KeyGrab::read() {
    std::vector<KeyEvent> events;
    bool mapping_changed = false;
    for (;;) {
        const Reply<xcb_generic_event_t> event(xcb_poll_for_event(connection_.get()));
        if (!event) break;
        const auto type = event->response_type & 0x7fU;
        mapping_changed = mapping_changed || type == XCB_MAPPING_NOTIFY;
        if (type != XCB_KEY_PRESS && type != XCB_KEY_RELEASE) continue;
        if (reinterpret_cast<const xcb_key_press_event_t*>(event.get())->detail != key_) continue;
        const bool down = type == XCB_KEY_PRESS;
        if (std::exchange(down_, down) == down) continue;
        events.push_back(down ? KeyEvent::pressed : KeyEvent::released);
    }
    if (auto alive = connection_.alive(); !alive) return fail(alive.error());
    if (mapping_changed) {
        if (auto followed = follow_keyboard(); !followed) return fail(followed.error());
    }
    return events;
}

}  // namespace attacca::typing
