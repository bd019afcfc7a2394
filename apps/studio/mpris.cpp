#include "mpris.h"

#include <QCoreApplication>
#include <QDBusMessage>
#include <QDir>
#include <QFileInfo>
#include <QUrl>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace attacca::studio {
namespace {

constexpr double kMicroseconds = 1e6;
constexpr std::array kLoops{"None", "Playlist", "Track"};  // As player::Repeat counts them.

QString object_path() { return QStringLiteral("/org/mpris/MediaPlayer2"); }
QString player_interface() { return QStringLiteral("org.mpris.MediaPlayer2.Player"); }

qlonglong microseconds(double seconds) { return std::llround(seconds * kMicroseconds); }

}  // namespace

QString art_url(const QString& source) {
    const QDir folder = QFileInfo(source).dir();
    for (const auto* name : {"cover", "folder", "front", "album"}) {
        for (const auto* kind : {"jpg", "jpeg", "png", "webp"}) {
            const QString file = QLatin1String(name) + QLatin1Char('.') + QLatin1String(kind);
            if (folder.exists(file)) return QUrl::fromLocalFile(folder.absoluteFilePath(file)).toString();
        }
    }
    return {};
}

QStringList MprisProgram::types() const {
    return {QStringLiteral("audio/flac"),  QStringLiteral("audio/mpeg"), QStringLiteral("audio/ogg"),
            QStringLiteral("audio/x-wav"), QStringLiteral("audio/mp4"),  QStringLiteral("audio/x-mpegurl")};
}

MprisPlayer::MprisPlayer(StudioModel& model, QDBusConnection bus, QObject* parent)
    : QDBusAbstractAdaptor(parent), model_(model), bus_(std::move(bus)) {
    connect(&model_, &StudioModel::playing_changed, this, &MprisPlayer::say_changes);
    connect(&model_, &StudioModel::details_changed, this, &MprisPlayer::say_changes);
    connect(&model_, &StudioModel::modes_changed, this, &MprisPlayer::say_changes);
    connect(&model_, &StudioModel::seeked, this, [this](double position_s) { emit Seeked(microseconds(position_s)); });
}

QString MprisPlayer::playback_status() const {
    if (model_.playing()) return QStringLiteral("Playing");
    const bool stopped = !has_tracks() || model_.status().state == player::PlayState::ended;
    return stopped ? QStringLiteral("Stopped") : QStringLiteral("Paused");
}

QString MprisPlayer::loop_status() const {
    return QLatin1String(kLoops.at(static_cast<std::size_t>(model_.state().repeat)));
}

void MprisPlayer::set_loop_status(const QString& status) {
    for (std::size_t i = 0; i < kLoops.size(); ++i) {
        if (status == QLatin1String(kLoops.at(i))) model_.set_repeat(static_cast<player::Repeat>(i));
    }
}

void MprisPlayer::set_rate(double rate) {
    rate == 0.0 ? model_.pause() : model_.set_speed(rate);  // As the specification says of 0.
}

QDBusObjectPath MprisPlayer::track_id() const {
    if (!has_tracks()) return QDBusObjectPath(QStringLiteral("/org/mpris/MediaPlayer2/TrackList/NoTrack"));
    return QDBusObjectPath(QStringLiteral("/org/attacca/Studio/track/%1").arg(model_.status().track));
}

QVariantMap MprisPlayer::metadata() const {
    QVariantMap data{{QStringLiteral("mpris:trackid"), QVariant::fromValue(track_id())}};
    if (!has_tracks()) return data;
    const player::PlayerStatus& status = model_.status();
    const QString source = QString::fromStdString(status.source);
    const QModelIndex row = model_.playlist().index(std::max(0, model_.playlist().row_of(status.track)));
    data[QStringLiteral("xesam:title")] = row.data(Qt::DisplayRole).toString();
    data[QStringLiteral("xesam:url")] = QFileInfo::exists(source) ? QUrl::fromLocalFile(source).toString() : source;
    if (status.duration_s) data[QStringLiteral("mpris:length")] = microseconds(*status.duration_s);
    if (!status.tags.artist.empty()) {
        data[QStringLiteral("xesam:artist")] = QStringList{QString::fromStdString(status.tags.artist)};
    }
    if (!status.tags.album.empty()) data[QStringLiteral("xesam:album")] = QString::fromStdString(status.tags.album);
    if (const QString art = art_url(source); !art.isEmpty()) data[QStringLiteral("mpris:artUrl")] = art;
    return data;
}

qlonglong MprisPlayer::position() const {
    model_.read_status();
    return microseconds(model_.status().position_s);
}

void MprisPlayer::Seek(qlonglong offset_us) {
    const double wanted = model_.status().position_s + static_cast<double>(offset_us) / kMicroseconds;
    if (model_.status().duration_s && wanted > *model_.status().duration_s) {
        model_.next();
    } else {
        model_.seek(std::max(0.0, wanted));
    }
}

void MprisPlayer::SetPosition(const QDBusObjectPath& track, qlonglong position_us) {
    const double wanted = static_cast<double>(position_us) / kMicroseconds;
    const bool inside = wanted >= 0.0 && wanted <= model_.status().duration_s.value_or(wanted);
    if (track == track_id() && inside) model_.seek(wanted);
}

void MprisPlayer::OpenUri(const QString& uri) {
    const QUrl url(uri);
    model_.add_sources({url.isLocalFile() ? url.toLocalFile() : uri}, -1, StudioModel::AfterAdding::play);
}

void MprisPlayer::say_changes() {
    const QVariantMap now{{QStringLiteral("PlaybackStatus"), playback_status()},
                          {QStringLiteral("LoopStatus"), loop_status()},
                          {QStringLiteral("Rate"), rate()},
                          {QStringLiteral("Volume"), volume()},
                          {QStringLiteral("Metadata"), metadata()},
                          {QStringLiteral("CanGoNext"), has_tracks()},
                          {QStringLiteral("CanGoPrevious"), has_tracks()},
                          {QStringLiteral("CanPlay"), has_tracks()},
                          {QStringLiteral("CanPause"), has_tracks()},
                          {QStringLiteral("CanSeek"), can_seek()}};
    QVariantMap changes;
    for (auto one = now.begin(); one != now.end(); ++one) {
        if (said_.value(one.key()) != one.value()) changes[one.key()] = one.value();
    }
    said_ = now;
    if (changes.isEmpty()) return;
    auto signal = QDBusMessage::createSignal(object_path(), QStringLiteral("org.freedesktop.DBus.Properties"),
                                             QStringLiteral("PropertiesChanged"));
    signal << player_interface() << changes << QStringList();
    bus_.send(signal);
}

Mpris::Mpris(StudioModel& model, QDBusConnection bus)
    : bus_(std::move(bus)), service_(QStringLiteral("org.mpris.MediaPlayer2.attacca")) {
    auto* program = new MprisProgram(this);
    connect(program, &MprisProgram::raise_asked, this, &Mpris::raise_asked);
    connect(program, &MprisProgram::quit_asked, this, &Mpris::quit_asked);
    new MprisPlayer(model, bus_, this);
    bus_.registerObject(object_path(), this);
    if (bus_.registerService(service_)) return;
    service_ += QStringLiteral(".instance%1").arg(QCoreApplication::applicationPid());  // Another window has the name.
    bus_.registerService(service_);
}

Mpris::~Mpris() {
    bus_.unregisterService(service_);
    bus_.unregisterObject(object_path());
}

}  // namespace attacca::studio
