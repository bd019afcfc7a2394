// Whether a window lies wholly beneath others.
#pragma once

#include <QAbstractNativeEventFilter>
#include <QObject>
#include <QWindow>

namespace attacca::studio {

/// Qt's exposure does not tell. Known on X11 without a compositor, which itself shows windows that are covered;
/// elsewhere none ever is: Wayland asks a covered window for no pictures, and Qt takes it for not exposed.
///
/// Threads    The window's.
class CoverWatch : public QObject, private QAbstractNativeEventFilter {
    Q_OBJECT

public:
    /// Requires a window that has been created on the screen, and outlives this or ends with it.
    explicit CoverWatch(QWindow& window);
    ~CoverWatch() override;

    [[nodiscard]] bool covered() const noexcept { return covered_; }

signals:
    void changed();

protected:
    bool eventFilter(QObject* target, QEvent* event) override;

private:
    bool nativeEventFilter(const QByteArray& type, void* message, qintptr* result) override;

    WId window_;
    bool covered_ = false;
};

}  // namespace attacca::studio
