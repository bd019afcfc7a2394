#include "typing/x11/clipboard.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace attacca::typing {
namespace {

/// Another thread's reply may bring an event after the queue was looked into: no descriptor tells.
constexpr int kQueueLook_ms = 100;

}  // namespace

Result<std::unique_ptr<X11Clipboard>> X11Clipboard::open(const std::string& display) {
    auto connection = X11Connection::open(display);
    if (!connection) return fail(connection.error());
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return fail(ErrorCode::system, "no pipe for the clipboard can be made");
    return std::make_unique<X11Clipboard>(*std::move(connection), Descriptor(ends[0]), Descriptor(ends[1]));
}

X11Clipboard::X11Clipboard(X11Connection connection, Descriptor wake_reading, Descriptor wake_writing)
    : connection_(std::move(connection)),
      wake_reading_(std::move(wake_reading)),
      wake_writing_(std::move(wake_writing)),
      window_(xcb_generate_id(connection_.get())),
      clipboard_(connection_.atom("CLIPBOARD")),
      targets_(connection_.atom("TARGETS")),
      utf8_(connection_.atom("UTF8_STRING")),
      utf8_mime_(connection_.atom("text/plain;charset=utf-8")) {
    xcb_create_window(connection_.get(), 0, window_, connection_.root(), 0, 0, 1, 1, 0, XCB_WINDOW_CLASS_INPUT_ONLY,
                      XCB_COPY_FROM_PARENT, 0, nullptr);
    server_ = std::thread([this] { serve(); });
}

X11Clipboard::~X11Clipboard() {
    wake_writing_.close();
    server_.join();
}

Status X11Clipboard::set(std::string text) {
    if (auto alive = connection_.alive(); !alive) return alive;
    // A property that is longer than one request would have to be handed over in pieces.
    if (text.size() + 64 > xcb_get_maximum_request_length(connection_.get()) * std::size_t{4}) {
        return fail(ErrorCode::unsupported, "the text is too long for the clipboard of one request");
    }
    {
        const std::lock_guard lock(mutex_);
        text_ = std::move(text);
    }
    xcb_set_selection_owner(connection_.get(), window_, clipboard_, XCB_CURRENT_TIME);
    const Reply<xcb_get_selection_owner_reply_t> owner(xcb_get_selection_owner_reply(
        connection_.get(), xcb_get_selection_owner(connection_.get(), clipboard_), nullptr));
    if (auto alive = connection_.alive(); !alive) return alive;
    if (owner && owner->owner == window_) return {};
    return fail(ErrorCode::busy, "another program took the clipboard of " + connection_.display() + " at once");
}

void X11Clipboard::serve() {
    pollfd both[2] = {{.fd = xcb_get_file_descriptor(connection_.get()), .events = POLLIN, .revents = 0},
                      {.fd = wake_reading_.get(), .events = POLLIN, .revents = 0}};
    while (connection_.alive()) {
        while (const Reply<xcb_generic_event_t> event{xcb_poll_for_event(connection_.get())}) {
            if ((event->response_type & 0x7fU) != XCB_SELECTION_REQUEST) continue;
            answer(*reinterpret_cast<const xcb_selection_request_event_t*>(event.get()));
        }
        poll(both, 2, kQueueLook_ms);
        if (both[1].revents != 0) return;
    }
}

void X11Clipboard::answer(const xcb_selection_request_event_t& request) {
    // Programs of old leave the property out, and mean the target's name.
    const auto property = request.property != XCB_ATOM_NONE ? request.property : request.target;
    // 32 bytes are sent, and the event is shorter.
    union {
        xcb_selection_notify_event_t event;
        std::array<char, 32> bytes;
    } notice{.bytes = {}};
    notice.event.response_type = XCB_SELECTION_NOTIFY;
    notice.event.time = request.time;
    notice.event.requestor = request.requestor;
    notice.event.selection = request.selection;
    notice.event.target = request.target;
    notice.event.property = give(request, property) ? property : xcb_atom_t{XCB_ATOM_NONE};
    xcb_send_event(connection_.get(), 0, request.requestor, XCB_EVENT_MASK_NO_EVENT, notice.bytes.data());
    xcb_flush(connection_.get());
}

bool X11Clipboard::give(const xcb_selection_request_event_t& request, xcb_atom_t property) {
    auto* xcb = connection_.get();
    if (request.target == targets_) {
        const std::array offered{targets_, utf8_, utf8_mime_};
        xcb_change_property(xcb, XCB_PROP_MODE_REPLACE, request.requestor, property, XCB_ATOM_ATOM, 32, offered.size(),
                            offered.data());
        return true;
    }
    if (request.target != utf8_ && request.target != utf8_mime_) return false;
    const std::lock_guard lock(mutex_);
    xcb_change_property(xcb, XCB_PROP_MODE_REPLACE, request.requestor, property, request.target, 8,
                        static_cast<std::uint32_t>(text_.size()), text_.data());
    return true;
}

}  // namespace attacca::typing
