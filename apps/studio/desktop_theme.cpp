#include "desktop_theme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <utility>

namespace attacca::studio {
namespace {

constexpr uint kPrefersDark = 1;
constexpr uint kHigherContrast = 1;

QString service() { return QStringLiteral("org.freedesktop.portal.Desktop"); }
QString path() { return QStringLiteral("/org/freedesktop/portal/desktop"); }
QString interface() { return QStringLiteral("org.freedesktop.portal.Settings"); }
QString appearance() { return QStringLiteral("org.freedesktop.appearance"); }
QString color_scheme() { return QStringLiteral("color-scheme"); }
QString contrast() { return QStringLiteral("contrast"); }

/// `Read` wraps the value once more than `SettingChanged` does.
QVariant unwrapped(QVariant value) {
    while (value.metaType() == QMetaType::fromType<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
    return value;
}

}  // namespace

DesktopTheme::DesktopTheme(QDBusConnection bus) : bus_(std::move(bus)) {
    bus_.connect(service(), path(), interface(), QStringLiteral("SettingChanged"), this,
                 SLOT(setting_changed(QString, QString, QDBusVariant)));
    ask(color_scheme());
    ask(contrast());
}

void DesktopTheme::ask(const QString& key) {
    auto call = QDBusMessage::createMethodCall(service(), path(), interface(), QStringLiteral("Read"));
    call << appearance() << key;
    auto* watcher = new QDBusPendingCallWatcher(bus_.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, key] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid()) take(key, unwrapped(reply.value().variant()));
        watcher->deleteLater();
    });
}

void DesktopTheme::setting_changed(const QString& group, const QString& key, const QDBusVariant& value) {
    if (group == appearance()) take(key, unwrapped(value.variant()));
}

void DesktopTheme::take(const QString& key, const QVariant& value) {
    if (key == color_scheme()) {
        dark_ = value.toUInt() == kPrefersDark;
    } else if (key == contrast()) {
        high_contrast_ = value.toUInt() == kHigherContrast;
    } else {
        return;
    }
    emit changed(high_contrast_ ? picture::ThemeName::high_contrast
                                : (dark_ ? picture::ThemeName::dark : picture::ThemeName::light));
}

}  // namespace attacca::studio
