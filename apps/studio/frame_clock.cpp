#include "frame_clock.h"

#include <QEvent>
#include <QWindow>
#include <utility>

namespace attacca::studio {
namespace {

constexpr int kFrame_ms = 16;

}  // namespace

FrameClock::FrameClock(QWidget& window, std::function<bool()> moving) : window_(&window), moving_(std::move(moving)) {
    timer_.setInterval(kFrame_ms);
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &FrameClock::tick);
    window.winId();  // The window beneath, whose exposure tells what a widget's visibility does not.
    window.windowHandle()->installEventFilter(this);
    cover_ = std::make_unique<CoverWatch>(*window.windowHandle());
    connect(cover_.get(), &CoverWatch::changed, this, &FrameClock::look, Qt::QueuedConnection);
}

bool FrameClock::seen() const {
    return window_ && window_->isVisible() && !window_->isMinimized() && window_->windowHandle()->isExposed() &&
           !cover_->covered();
}

void FrameClock::look() {
    const bool seen_now = seen();
    if (seen_now && moving_()) {
        if (!timer_.isActive()) timer_.start();
    } else {
        timer_.stop();
    }
    if (std::exchange(was_seen_, seen_now) != seen_now) emit seen_changed(seen_now);
}

bool FrameClock::eventFilter(QObject* target, QEvent* event) {
    switch (event->type()) {
        case QEvent::Expose:
        case QEvent::Show:
        case QEvent::Hide:
        case QEvent::WindowStateChange:
            QMetaObject::invokeMethod(this, &FrameClock::look, Qt::QueuedConnection);
            break;
        default:
            break;
    }
    return QObject::eventFilter(target, event);
}

}  // namespace attacca::studio
