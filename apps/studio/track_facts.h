// Reads what tracks are called and how long they are, on a thread of its own.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <memory>

#include "playlist.h"

namespace attacca::studio {

/// Keeps a playlist's rows filled: whenever its tracks change, those not asked for yet are read, one after another.
///
/// Threads    The window's; files are waited for on another.
class TrackFactsReader : public QObject {
    Q_OBJECT

public:
    explicit TrackFactsReader(Playlist& playlist);
    ~TrackFactsReader() override;  ///< Leaves out what it has not read yet.

private:
    void read_new();

    Playlist& playlist_;
    std::atomic<bool> leaving_ = false;
    QThreadPool reader_;
};

/// Opens the source: its tags, its length, or why it cannot be read.
[[nodiscard]] TrackFacts read_track_facts(const std::string& source);

}  // namespace attacca::studio
