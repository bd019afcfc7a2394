#include "playlist.h"

#include <QFileInfo>
#include <QMimeData>
#include <QUrl>
#include <algorithm>
#include <cmath>
#include <utility>

namespace attacca::studio {
namespace {

QString rows_mime() { return QStringLiteral("application/x-attacca-rows"); }

QList<int> sorted(QList<int> rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

}  // namespace

QString time_text(double seconds) {
    const auto whole = static_cast<long long>(std::max(0.0, std::floor(seconds)));
    const QString rest = QStringLiteral("%1").arg(whole % 60, 2, 10, QLatin1Char('0'));
    if (whole < 3600) return QStringLiteral("%1:%2").arg(whole / 60).arg(rest);
    return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QLatin1Char('0')).arg(rest);
}

QStringList dropped_sources(const QMimeData& data) {
    QStringList sources;
    for (const QUrl& url : data.urls()) sources.append(url.isLocalFile() ? url.toLocalFile() : url.toString());
    return sources;
}

std::vector<media::Track> Playlist::tracks() const {
    std::vector<media::Track> tracks;
    for (const auto& row : rows_) {
        if (row.track) tracks.push_back(*row.track);
    }
    return tracks;
}

std::optional<std::size_t> Playlist::track_at(int row) const {
    if (row < 0 || row >= rowCount() || !rows_[static_cast<std::size_t>(row)].track) return std::nullopt;
    const auto before = std::count_if(rows_.begin(), rows_.begin() + row, [](const auto& one) { return one.track; });
    return static_cast<std::size_t>(before);
}

int Playlist::row_of(std::size_t track) const {
    for (int row = 0; row < rowCount(); ++row) {
        if (rows_[static_cast<std::size_t>(row)].track && track-- == 0) return row;
    }
    return -1;
}

void Playlist::set(std::vector<media::Track> tracks) {
    beginResetModel();
    rows_.clear();
    for (auto& track : tracks) rows_.push_back({.track = std::move(track)});
    current_.reset();
    endResetModel();
    emit tracks_changed();
}

void Playlist::add(const media::TrackList& list, int row) {
    const auto count = static_cast<int>(list.tracks.size() + list.problems.size());
    if (count == 0) return;
    if (row < 0 || row > rowCount()) row = rowCount();
    std::vector<PlaylistRow> added;
    for (const auto& track : list.tracks) added.push_back({.track = track});
    for (const auto& problem : list.problems) {
        added.push_back({.facts = {.problem = QString::fromStdString(problem.detail)}, .asked = true});
    }
    beginInsertRows({}, row, row + count - 1);
    rows_.insert(rows_.begin() + row, std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
    endInsertRows();
    emit tracks_changed();
}

void Playlist::remove(QList<int> rows) {
    rows = sorted(std::move(rows));
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        if (*row < 0 || *row >= rowCount()) continue;
        beginRemoveRows({}, *row, *row);
        rows_.erase(rows_.begin() + *row);
        endRemoveRows();
    }
    if (!rows.isEmpty()) emit tracks_changed();
}

void Playlist::move(QList<int> rows, int to) {
    rows = sorted(std::move(rows));
    if (to < 0 || to > rowCount()) to = rowCount();
    int moved_from_above = 0;
    int placed = 0;
    for (const int row : rows) {
        const int from = row < to ? row - moved_from_above : row;
        const int target = row < to ? to : to + placed;
        row < to ? ++moved_from_above : ++placed;
        if (from == target || from + 1 == target) continue;
        beginMoveRows({}, from, from, {}, target);
        const auto begin = rows_.begin();
        if (from < target) {
            std::rotate(begin + from, begin + from + 1, begin + target);
        } else {
            std::rotate(begin + target, begin + from, begin + from + 1);
        }
        endMoveRows();
    }
    emit tracks_changed();
}

void Playlist::set_current(std::optional<std::size_t> track) {
    const auto old = std::exchange(current_, track);
    if (old == current_) return;
    for (const auto& one : {old, current_}) {
        const int row = one ? row_of(*one) : -1;
        if (row >= 0) emit dataChanged(index(row), index(row));
    }
}

void Playlist::tell_problem(const QString& text) {
    for (int row = 0; row < rowCount(); ++row) {
        PlaylistRow& one = rows_[static_cast<std::size_t>(row)];
        const QString start = one.track ? QString::fromStdString(one.track->source) + QStringLiteral(": ") : QString();
        if (!one.track || !text.startsWith(start)) continue;
        one.facts.problem = text.mid(start.size());
        emit dataChanged(index(row), index(row));
    }
}

void Playlist::tell_facts(const std::string& source, const TrackFacts& facts) {
    for (int row = 0; row < rowCount(); ++row) {
        PlaylistRow& one = rows_[static_cast<std::size_t>(row)];
        if (!one.track || one.track->source != source) continue;
        one.facts = facts;
        if (!one.track->title.empty()) one.facts.title = QString::fromStdString(one.track->title);
        if (one.track->end_s) {
            one.facts.duration_s = *one.track->end_s - one.track->start_s;
        } else if (facts.duration_s) {
            one.facts.duration_s = *facts.duration_s - one.track->start_s;
        }
        emit dataChanged(index(row), index(row));
    }
}

std::vector<media::Track> Playlist::take_unasked() {
    std::vector<media::Track> unasked;
    for (auto& row : rows_) {
        if (row.track && !std::exchange(row.asked, true)) unasked.push_back(*row.track);
    }
    return unasked;
}

QString Playlist::name_of(const PlaylistRow& row) const {
    if (!row.track) return row.facts.problem;
    if (!row.facts.title.isEmpty()) return row.facts.title;
    if (!row.track->title.empty()) return QString::fromStdString(row.track->title);
    const QString source = QString::fromStdString(row.track->source);
    const QString file = QFileInfo(source).completeBaseName();
    return file.isEmpty() ? source : file;
}

int Playlist::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant Playlist::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const PlaylistRow& row = rows_[static_cast<std::size_t>(index.row())];
    const bool current = current_ && row.track && track_at(index.row()) == current_;
    switch (role) {
        case Qt::DisplayRole:
            return name_of(row);
        case Qt::ToolTipRole:
            if (!row.track) return row.facts.problem;
            return row.facts.problem.isEmpty()
                       ? QString::fromStdString(row.track->source)
                       : QString::fromStdString(row.track->source) + QLatin1Char('\n') + row.facts.problem;
        case Qt::AccessibleTextRole: {
            QString text = name_of(row);
            if (!row.facts.artist.isEmpty()) text += QStringLiteral(", ") + row.facts.artist;
            if (row.facts.duration_s) text += QStringLiteral(", ") + time_text(*row.facts.duration_s);
            if (row.track && !row.facts.problem.isEmpty()) text += QStringLiteral(", problem: ") + row.facts.problem;
            return current ? text + QStringLiteral(", current") : text;
        }
        case artist_role:
            return row.facts.artist;
        case duration_role:
            return row.facts.duration_s ? time_text(*row.facts.duration_s) : QString();
        case problem_role:
            return row.facts.problem;
        case current_role:
            return current;
        default:
            return {};
    }
}

Qt::ItemFlags Playlist::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::ItemIsDropEnabled;
    return Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
}

QStringList Playlist::mimeTypes() const { return {rows_mime(), QStringLiteral("text/uri-list")}; }

QMimeData* Playlist::mimeData(const QModelIndexList& indexes) const {
    QByteArray rows;
    for (const auto& index : indexes) rows += QByteArray::number(index.row()) + ' ';
    auto* data = new QMimeData;
    data->setData(rows_mime(), rows.trimmed());
    return data;
}

bool Playlist::canDropMimeData(const QMimeData* data, Qt::DropAction, int, int, const QModelIndex&) const {
    return data->hasFormat(rows_mime()) || data->hasUrls();
}

bool Playlist::dropMimeData(const QMimeData* data, Qt::DropAction, int row, int, const QModelIndex& parent) {
    if (row < 0 && parent.isValid()) row = parent.row();
    if (data->hasFormat(rows_mime())) {
        QList<int> rows;
        for (const auto& number : data->data(rows_mime()).split(' ')) rows.append(number.toInt());
        move(rows, row);
        return false;  // Moved already: the view must not remove them.
    }
    emit sources_dropped(dropped_sources(*data), row);
    return true;
}

}  // namespace attacca::studio
