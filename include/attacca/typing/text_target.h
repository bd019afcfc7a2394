// Where dictated text goes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "attacca/base/result.h"
#include "attacca/typing/desktop.h"

namespace attacca::typing {

/// Threads    One at a time, never the audio thread: it waits for other programs.
/// Failure    Text that could not be put is lost; the target may be used on.
class TextTarget {
public:
    virtual ~TextTarget() = default;
    TextTarget(const TextTarget&) = delete;
    TextTarget& operator=(const TextTarget&) = delete;

    /// "the window that has the keyboard on X11 display :0".
    [[nodiscard]] virtual const std::string& where() const noexcept = 0;

    /// A new dictation begins.
    virtual void begin() {}

    /// Text that stays, with the spaces that part it from what was put before.
    [[nodiscard]] virtual Status put(std::string_view utf8) = 0;

    /// What has been understood so far, and may change; targets that cannot take text back leave it out.
    virtual void show_partial(std::string_view utf8) { (void)utf8; }

protected:
    TextTarget() = default;
};

/// `name` says which:
///
///     window        typed into the window that has the keyboard: X11; on Wayland by the program wtype, else by uinput,
///                   which knows the letters of a US keyboard
///     clipboard     all of a dictation, while this program runs
///     paste         each text by the clipboard and Ctrl+V, Ctrl+Shift+V in a terminal; it replaces what was there
///     socket:PATH   to the program that listens at a Unix socket, an object of JSON a line:
///                   {"type":"final","text":" and so on"}, {"type":"partial","text":"..."}
///     tcp:HOST:PORT the same over TCP
///
/// Failure: says what is missing and what to do; programs that listen later are waited for with the first text.
[[nodiscard]] Result<std::unique_ptr<TextTarget>> open_text_target(const std::string& name, const Desktop& desktop);

}  // namespace attacca::typing
