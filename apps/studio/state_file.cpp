#include "state_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>
#include <utility>

namespace attacca::studio {
namespace {

constexpr int kDelay_ms = 400;

/// Empty where it was written.
QString write_file(const QString& path, const QByteArray& text) {
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit()) return {};
    return QStringLiteral("%1: settings cannot be kept: %2").arg(path, file.errorString());
}

LoadedState first_start(QString problem = {}) {
    LoadedState loaded{.state = {}, .problem = std::move(problem)};
    loaded.state.equalizer = first_equalizer();
    return loaded;
}

}  // namespace

QString state_path() {
    const QString home = qEnvironmentVariable("XDG_STATE_HOME");
    const QString folder = QDir::isAbsolutePath(home) ? home : QDir::homePath() + QStringLiteral("/.local/state");
    return folder + QStringLiteral("/attacca/studio.json");
}

LoadedState load_state(const QString& path) {
    QFile file(path);
    if (!file.exists()) return first_start();
    if (!file.open(QIODevice::ReadOnly)) {
        return first_start(QStringLiteral("%1: cannot be read (%2); starting afresh").arg(path, file.errorString()));
    }
    auto parsed = parse_state(file.readAll());
    if (parsed) return {.state = std::move(*parsed), .problem = {}};
    file.close();
    const QString aside = path + QStringLiteral(".damaged");
    QFile::remove(aside);
    QFile::rename(path, aside);
    return first_start(QStringLiteral("%1: damaged (%2); it is now %3, and the window starts afresh")
                           .arg(path, QString::fromStdString(parsed.error().detail), aside));
}

StateFile::StateFile(QString path, std::function<StudioState()> now) : path_(std::move(path)), now_(std::move(now)) {
    timer_.setSingleShot(true);
    timer_.setInterval(kDelay_ms);
    writer_.setMaxThreadCount(1);
    connect(&timer_, &QTimer::timeout, this, &StateFile::write);
}

StateFile::~StateFile() {
    if (timer_.isActive()) write();
    writer_.waitForDone();
}

void StateFile::touch() {
    if (!timer_.isActive()) timer_.start();
}

void StateFile::write() {
    timer_.stop();
    writer_.start([this, path = path_, text = state_text(now_())] {
        const QString problem = write_file(path, text);
        QMetaObject::invokeMethod(this, [this, problem] {
            const bool failed_before = std::exchange(failing_, !problem.isEmpty());
            if (failing_ && !failed_before) emit failed(problem);
        });
    });
}

}  // namespace attacca::studio
