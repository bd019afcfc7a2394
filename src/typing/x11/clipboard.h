// Text on the clipboard of an X server, for as long as this lives and nobody else puts something there.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "attacca/base/result.h"
#include "typing/descriptor.h"
#include "typing/x11/connection.h"

namespace attacca::typing {

/// X11 keeps no copy: the owner answers every program that pastes. A thread of its own does.
class X11Clipboard {
public:
    [[nodiscard]] static Result<std::unique_ptr<X11Clipboard>> open(const std::string& display);
    X11Clipboard(X11Connection connection, Descriptor wake_reading, Descriptor wake_writing);
    ~X11Clipboard();

    [[nodiscard]] Status set(std::string text);

private:
    void serve();
    void answer(const xcb_selection_request_event_t& request);
    [[nodiscard]] bool give(const xcb_selection_request_event_t& request, xcb_atom_t property);

    X11Connection connection_;
    Descriptor wake_reading_;
    Descriptor wake_writing_;
    xcb_window_t window_ = XCB_NONE;
    xcb_atom_t clipboard_ = XCB_ATOM_NONE;
    xcb_atom_t targets_ = XCB_ATOM_NONE;
    xcb_atom_t utf8_ = XCB_ATOM_NONE;
    xcb_atom_t utf8_mime_ = XCB_ATOM_NONE;
    std::mutex mutex_;
    std::string text_;
    std::thread server_;
};

}  // namespace attacca::typing
