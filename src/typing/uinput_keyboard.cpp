#include "typing/uinput_keyboard.h"

#include <fcntl.h>
#include <linux/uinput.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <thread>

#include "typing/code_points.h"

namespace attacca::typing {
namespace {

/// Keys that lie side by side: the kernel numbers them in this order.
struct KeyRow {
    std::uint16_t first;
    std::string_view plain;
    std::string_view shifted;
};
constexpr std::array<KeyRow, 5> kRows{{{KEY_1, "1234567890-=", "!@#$%^&*()_+"},
                                       {KEY_Q, "qwertyuiop[]\n", "QWERTYUIOP{}"},
                                       {KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~"},
                                       {KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?"},
                                       {KEY_SPACE, " ", ""}}};

// Desktops look at a new keyboard before they listen to it.
constexpr auto kDesktopLooks = std::chrono::milliseconds(400);
constexpr auto kStroke = std::chrono::milliseconds(1);

struct Stroke {
    std::uint16_t code;
    bool shift;
};

std::optional<Stroke> stroke_of(char32_t character) {
    if (character == U'\t') return Stroke{KEY_TAB, false};
    if (character >= 0x80) return std::nullopt;
    for (const auto& row : kRows) {
        for (const bool shift : {false, true}) {
            const auto place = (shift ? row.shifted : row.plain).find(static_cast<char>(character));
            if (place != std::string_view::npos) return Stroke{static_cast<std::uint16_t>(row.first + place), shift};
        }
    }
    return std::nullopt;
}

void add(std::vector<input_event>& events, std::uint16_t code, std::int32_t value) {
    events.push_back({.time = {}, .type = EV_KEY, .code = code, .value = value});
    events.push_back({.time = {}, .type = EV_SYN, .code = SYN_REPORT, .value = 0});
}

void add_tap(std::vector<input_event>& events, std::uint16_t code) {
    add(events, code, 1);
    add(events, code, 0);
}

}  // namespace

Result<std::vector<input_event>> us_strokes(std::string_view utf8) {
    std::vector<input_event> events;
    std::string unknown;
    for (const char32_t character : code_points(utf8)) {
        const auto stroke = stroke_of(character);
        if (!stroke) {
            unknown += utf8_of(character);
            continue;
        }
        if (stroke->shift) add(events, KEY_LEFTSHIFT, 1);
        add_tap(events, stroke->code);
        if (stroke->shift) add(events, KEY_LEFTSHIFT, 0);
    }
    if (unknown.empty()) return events;
    return fail(ErrorCode::unsupported,
                "uinput types as a US keyboard does, which has no key for: " + unknown + "; install wtype for them");
}

std::vector<input_event> paste_strokes() {
    std::vector<input_event> events;
    add(events, KEY_LEFTCTRL, 1);
    add_tap(events, KEY_V);
    add(events, KEY_LEFTCTRL, 0);
    return events;
}

Result<UinputKeyboard> UinputKeyboard::open(const std::filesystem::path& path) {
    Descriptor device(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!device.open() && (errno == EACCES || errno == EPERM)) {
        return fail(ErrorCode::permission,
                    path.string() +
                        ": this user may not make a keyboard; install wtype, or allow it by a rule "
                        "of udev: KERNEL==\"uinput\", GROUP=\"input\", MODE=\"0660\"");
    }
    if (!device.open()) {
        return fail(ErrorCode::unavailable, path.string() + ": " + std::strerror(errno) +
                                                "; install wtype, or load the kernel's module uinput");
    }
    uinput_setup setup{};
    setup.id.bustype = BUS_VIRTUAL;
    std::strncpy(setup.name, "Attacca dictation", UINPUT_MAX_NAME_SIZE - 1);
    bool made = ioctl(device.get(), UI_SET_EVBIT, EV_KEY) >= 0;
    for (int key = KEY_ESC; key <= KEY_MICMUTE; ++key) made = made && ioctl(device.get(), UI_SET_KEYBIT, key) >= 0;
    made = made && ioctl(device.get(), UI_DEV_SETUP, &setup) >= 0 && ioctl(device.get(), UI_DEV_CREATE) >= 0;
    if (!made) return fail(ErrorCode::system, path.string() + " makes no keyboard: is it the kernel's uinput?");
    std::this_thread::sleep_for(kDesktopLooks);
    return UinputKeyboard(std::move(device));
}

Status UinputKeyboard::send(const std::vector<input_event>& events) {
    for (const auto& event : events) {
        if (write(device_.get(), &event, sizeof event) != static_cast<ssize_t>(sizeof event)) {
            return fail(ErrorCode::system, std::string("uinput does not take the text: ") + std::strerror(errno));
        }
        if (event.type == EV_SYN) std::this_thread::sleep_for(kStroke);
    }
    return {};
}

}  // namespace attacca::typing
