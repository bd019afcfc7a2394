// The takes of a recorder, to be played.
#pragma once

#include <QPushButton>
#include <QTreeWidget>
#include <QWidget>
#include <cstddef>
#include <span>

#include "attacca/player/recorder.h"

namespace attacca::studio {

/// Grows as takes are completed, over all recorders of its life.
///
/// Threads    The window's.
class TakeList : public QWidget {
    Q_OBJECT

public:
    TakeList();

    /// Adds those that came since the last call.
    void follow(std::span<const player::RecordedTake> takes);
    /// What is followed from here on is another recorder, without a take yet.
    void begin_anew() { followed_ = 0; }

signals:
    void play_wanted(const QString& path);

private:
    void play();

    QTreeWidget takes_;
    QPushButton play_{QStringLiteral("Pla&y take")};
    std::size_t followed_ = 0;  ///< Of the recorder's takes.
};

}  // namespace attacca::studio
