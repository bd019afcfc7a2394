// Whether the desktop is light or dark, now and when it changes.
#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>

#include "attacca/picture/theme.h"

namespace attacca::studio {

/// Asks the desktop's portal (org.freedesktop.appearance, color-scheme and contrast), which most desktops answer. Where
/// none does, nothing is ever said.
///
/// Threads    The window's; the portal is not waited for.
class DesktopTheme : public QObject {
    Q_OBJECT

public:
    explicit DesktopTheme(QDBusConnection bus);

signals:
    void changed(attacca::picture::ThemeName theme);

private slots:
    void setting_changed(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void ask(const QString& key);
    void take(const QString& key, const QVariant& value);

    QDBusConnection bus_;
    bool dark_ = false;
    bool high_contrast_ = false;
};

}  // namespace attacca::studio
