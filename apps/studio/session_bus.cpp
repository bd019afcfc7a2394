#include "session_bus.h"

#include <QDBusInterface>
#include <QDBusMessage>
#include <QDir>
#include <QFile>
#include <utility>

namespace attacca::studio {
namespace {

constexpr int kAnswer_ms = 2000;

QString service() { return QStringLiteral("org.attacca.Studio"); }
QString path() { return QStringLiteral("/org/attacca/Studio"); }

}  // namespace

std::optional<QDBusConnection> session_bus() {
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const bool there = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
                       (!runtime.isEmpty() && QFile::exists(runtime + QStringLiteral("/bus")));
    if (!there) return std::nullopt;
    auto bus = QDBusConnection::sessionBus();
    return bus.isConnected() ? std::optional(bus) : std::nullopt;
}

bool hand_over(const QDBusConnection& bus, const QStringList& sources) {
    QStringList absolute;
    for (const auto& source : sources) {
        absolute.append(source.contains(QStringLiteral("://")) ? source : QDir::current().absoluteFilePath(source));
    }
    auto call = QDBusMessage::createMethodCall(service(), path(), service(), QStringLiteral("Open"));
    call.setAutoStartService(false);
    call << absolute;
    return bus.call(call, QDBus::Block, kAnswer_ms).type() == QDBusMessage::ReplyMessage;
}

RunningWindow::RunningWindow(QDBusConnection bus) : bus_(std::move(bus)) {
    bus_.registerObject(path(), this, QDBusConnection::ExportScriptableSlots);
    bus_.registerService(service());
}

RunningWindow::~RunningWindow() {
    bus_.unregisterService(service());
    bus_.unregisterObject(path());
}

}  // namespace attacca::studio
