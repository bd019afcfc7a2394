#include "cover_watch.h"

#include <xcb/xcb.h>

#include <QEvent>
#include <QGuiApplication>
#include <cstdlib>
#include <memory>
#include <utility>

namespace attacca::studio {
namespace {

struct Free {
    void operator()(void* place) const noexcept { std::free(place); }
};

/// Beside the events that Qt asked for.
void ask_for_visibility(xcb_connection_t* connection, xcb_window_t window) {
    const auto cookie = xcb_get_window_attributes(connection, window);
    const std::unique_ptr<xcb_get_window_attributes_reply_t, Free> attributes(
        xcb_get_window_attributes_reply(connection, cookie, nullptr));
    if (!attributes) return;
    const std::uint32_t events = attributes->your_event_mask | XCB_EVENT_MASK_VISIBILITY_CHANGE;
    xcb_change_window_attributes(connection, window, XCB_CW_EVENT_MASK, &events);
}

}  // namespace

CoverWatch::CoverWatch(QWindow& window) : window_(window.winId()) {
    if (!qGuiApp->nativeInterface<QNativeInterface::QX11Application>()) return;
    window.installEventFilter(this);
    qGuiApp->installNativeEventFilter(this);
}

CoverWatch::~CoverWatch() {
    if (qGuiApp) qGuiApp->removeNativeEventFilter(this);
}

/// Asks whenever the window comes into sight: Qt, which sets the window's flags until then, forgets what others asked
/// for.
bool CoverWatch::eventFilter(QObject* target, QEvent* event) {
    if (event->type() == QEvent::Expose) {
        const auto* x11 = qGuiApp->nativeInterface<QNativeInterface::QX11Application>();
        ask_for_visibility(x11->connection(), static_cast<xcb_window_t>(window_));
    }
    return QObject::eventFilter(target, event);
}

bool CoverWatch::nativeEventFilter(const QByteArray& type, void* message, qintptr*) {
    if (type != "xcb_generic_event_t") return false;
    constexpr std::uint8_t kSentByAClient = 0x80;
    const auto* event = static_cast<const xcb_generic_event_t*>(message);
    if ((event->response_type & ~kSentByAClient) != XCB_VISIBILITY_NOTIFY) return false;
    const auto* visibility = static_cast<const xcb_visibility_notify_event_t*>(message);
    if (visibility->window != window_) return false;
    const bool covered = visibility->state == XCB_VISIBILITY_FULLY_OBSCURED;
    if (std::exchange(covered_, covered) != covered) emit changed();
    return false;
}

}  // namespace attacca::studio
