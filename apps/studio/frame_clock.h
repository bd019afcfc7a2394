// When pictures are drawn: 60 times a second while they can be seen and move, and else never.
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <functional>
#include <memory>

#include "cover_watch.h"

namespace attacca::studio {

/// Threads    The window's.
class FrameClock : public QObject {
    Q_OBJECT

public:
    /// `moving` tells whether there is something to draw anew.
    FrameClock(QWidget& window, std::function<bool()> moving);

    /// Looks again: something began or ended to move.
    void look();
    [[nodiscard]] bool running() const { return timer_.isActive(); }
    /// Whether anything of the window is in sight, as far as the desktop tells.
    [[nodiscard]] bool seen() const;

signals:
    void tick();
    void seen_changed(bool seen);  ///< The window came into sight, or left it.

protected:
    bool eventFilter(QObject* target, QEvent* event) override;

private:
    QPointer<QWidget> window_;
    std::unique_ptr<CoverWatch> cover_;
    std::function<bool()> moving_;
    QTimer timer_;
    bool was_seen_ = false;
};

}  // namespace attacca::studio
