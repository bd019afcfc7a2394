// The session's D-Bus, and the one window that answers on it.
#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QStringList>
#include <optional>

namespace attacca::studio {

/// Nothing where there is no session bus: it is not waited for, and none is started.
[[nodiscard]] std::optional<QDBusConnection> session_bus();

/// Hands files to the window that is open already and raises it. False: there is none, or it does not answer.
[[nodiscard]] bool hand_over(const QDBusConnection& bus, const QStringList& sources);

/// Answers to `hand_over` as org.attacca.Studio. Files and folders come as absolute paths.
class RunningWindow : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.attacca.Studio")

public:
    explicit RunningWindow(QDBusConnection bus);
    ~RunningWindow() override;

public slots:
    Q_SCRIPTABLE void Open(const QStringList& sources) { emit asked(sources); }

signals:
    void asked(const QStringList& sources);

private:
    QDBusConnection bus_;
};

}  // namespace attacca::studio
