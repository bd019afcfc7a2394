// A key taken from every window of an X server.
#pragma once

#include <cstdint>

#include "attacca/typing/key_watch.h"
#include "typing/x11/connection.h"

namespace attacca::typing {

class X11KeyGrab final : public KeyWatch {
public:
    [[nodiscard]] static Result<std::unique_ptr<KeyWatch>> open(const std::string& display, const KeyCombo& combo);

    X11KeyGrab(X11Connection connection, const KeyCombo& combo);

    [[nodiscard]] const std::string& where() const noexcept override { return where_; }
    [[nodiscard]] int descriptor() const noexcept override { return xcb_get_file_descriptor(connection_.get()); }
    [[nodiscard]] Result<std::vector<KeyEvent>> read() override;

private:
    [[nodiscard]] Status repeat_without_releases();
    [[nodiscard]] Status grab();
    void ungrab();
    [[nodiscard]] Status follow_keyboard();

    X11Connection connection_;
    KeyCombo combo_;
    std::string where_;
    xcb_keycode_t key_ = 0;
    std::uint16_t modifiers_ = 0;
    std::vector<std::uint16_t> locks_;  ///< Every way in which Caps Lock and its kind may be on.
    bool down_ = false;
};

}  // namespace attacca::typing
