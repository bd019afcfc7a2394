// The tracks in the window, and what is wrong with some of them.
#pragma once

#include <QAbstractListModel>
#include <QList>
#include <QString>
#include <cstddef>
#include <optional>
#include <vector>

#include "attacca/media/playlist.h"

namespace attacca::studio {

/// What a track's file says, read on another thread.
struct TrackFacts {
    QString title;
    QString artist;
    std::optional<double> duration_s;
    QString problem;  ///< Why it cannot be read.
};

/// A row is a track, or something that was to be added and cannot be: then it only says why.
struct PlaylistRow {
    std::optional<media::Track> track;
    TrackFacts facts;
    bool asked = false;  ///< Its facts were asked for.
};

/// Threads    The window's.
class Playlist : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { duration_role = Qt::UserRole, problem_role, current_role, artist_role };

    using QAbstractListModel::QAbstractListModel;

    /// The tracks among the rows, in their order: what the player plays.
    [[nodiscard]] std::vector<media::Track> tracks() const;
    [[nodiscard]] const std::vector<PlaylistRow>& rows() const noexcept { return rows_; }
    /// A row as the track that it is, counted without the rows that are none.
    [[nodiscard]] std::optional<std::size_t> track_at(int row) const;
    [[nodiscard]] int row_of(std::size_t track) const;  ///< −1: no such track.

    void set(std::vector<media::Track> tracks);
    /// At a row, or past the end where it is −1.
    void add(const media::TrackList& list, int row);
    void remove(QList<int> rows);
    /// Takes the rows together to before the row `to`.
    void move(QList<int> rows, int to);
    void set_current(std::optional<std::size_t> track);
    /// Beside the track, as far as the text begins with its source.
    void tell_problem(const QString& text);
    /// Every row of this source takes up what its file says.
    void tell_facts(const std::string& source, const TrackFacts& facts);
    /// Tracks whose facts nobody has asked for yet; they count as asked for now.
    [[nodiscard]] std::vector<media::Track> take_unasked();

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::CopyAction | Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                         const QModelIndex& parent) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

signals:
    void tracks_changed();
    /// Files and folders were dropped, to be added before this row (−1: at the end).
    void sources_dropped(const QStringList& sources, int row);

private:
    [[nodiscard]] QString name_of(const PlaylistRow& row) const;

    std::vector<PlaylistRow> rows_;
    std::optional<std::size_t> current_;
};

/// "3:07", "1:02:03".
[[nodiscard]] QString time_text(double seconds);

/// The local files among what was dropped.
[[nodiscard]] QStringList dropped_sources(const QMimeData& data);

}  // namespace attacca::studio
