// One page of the window: what the side bar leads to.
#pragma once

#include <QWidget>

#include "attacca/picture/theme.h"

namespace attacca::studio {

/// Pictures cost what they show: `frame` is called only while the page can be seen and says that it moves.
///
/// Threads    The window's.
class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Whether `frame` has something new to show 60 times a second from now on. Emit `moving_changed` when it changes.
    [[nodiscard]] virtual bool moving() const = 0;
    virtual void frame() = 0;

    /// Twice a second while the page can be seen, and at once when it comes into sight.
    virtual void refresh() {}

    /// For the page's pictures; its controls follow the window's palette by themselves.
    virtual void set_theme(picture::ThemeName theme) = 0;

signals:
    void moving_changed();
};

}  // namespace attacca::studio
