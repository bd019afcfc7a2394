// The file that the window's state is kept in.
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <functional>

#include "studio_state.h"

namespace attacca::studio {

/// Where it is: attacca/studio.json in XDG_STATE_HOME.
[[nodiscard]] QString state_path();

struct LoadedState {
    StudioState state;
    QString problem;  ///< For the window, where there is one: what was wrong, and where the file is now.
};

/// A file that is not there is a first start; one that cannot be understood is set aside under another name.
[[nodiscard]] LoadedState load_state(const QString& path);

/// Writes the state soon after it changed: beside the file, then renamed, so that a kill leaves the old or the new.
///
/// Threads    The window's; the disk is waited for on another.
class StateFile : public QObject {
    Q_OBJECT

public:
    /// `now` tells the state when it is written.
    StateFile(QString path, std::function<StudioState()> now);
    ~StateFile() override;  ///< Writes what has changed.

    /// The state has changed: it is on the disk within a second.
    void touch();

signals:
    /// It could not be written, and why; once, until it can again.
    void failed(const QString& problem);

private:
    void write();

    QString path_;
    std::function<StudioState()> now_;
    QTimer timer_;
    QThreadPool writer_;
    bool failing_ = false;
};

}  // namespace attacca::studio
