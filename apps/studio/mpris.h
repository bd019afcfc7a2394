// The window on the session's D-Bus as a media player: media keys, and the desktop's own controls.
#pragma once

#include <QDBusAbstractAdaptor>
#include <QDBusConnection>
#include <QDBusObjectPath>
#include <QStringList>
#include <QVariantMap>

#include "studio_model.h"

namespace attacca::studio {

/// org.mpris.MediaPlayer2: the program.
class MprisProgram : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.mpris.MediaPlayer2")
    Q_PROPERTY(bool CanQuit READ yes CONSTANT)
    Q_PROPERTY(bool CanRaise READ yes CONSTANT)
    Q_PROPERTY(bool HasTrackList READ no CONSTANT)
    Q_PROPERTY(QString Identity READ identity CONSTANT)
    Q_PROPERTY(QString DesktopEntry READ entry CONSTANT)
    Q_PROPERTY(QStringList SupportedUriSchemes READ schemes CONSTANT)
    Q_PROPERTY(QStringList SupportedMimeTypes READ types CONSTANT)

public:
    explicit MprisProgram(QObject* parent) : QDBusAbstractAdaptor(parent) {}

    [[nodiscard]] bool yes() const { return true; }
    [[nodiscard]] bool no() const { return false; }
    [[nodiscard]] QString identity() const { return QStringLiteral("Attacca Studio"); }
    [[nodiscard]] QString entry() const { return QStringLiteral("attacca-studio"); }
    [[nodiscard]] QStringList schemes() const {
        return {QStringLiteral("file"), QStringLiteral("http"), QStringLiteral("https")};
    }
    [[nodiscard]] QStringList types() const;

public slots:
    void Raise() { emit raise_asked(); }
    void Quit() { emit quit_asked(); }

signals:
    void raise_asked();
    void quit_asked();
};

/// org.mpris.MediaPlayer2.Player: what it plays. Times are in microseconds.
class MprisPlayer : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.mpris.MediaPlayer2.Player")
    Q_PROPERTY(QString PlaybackStatus READ playback_status)
    Q_PROPERTY(QString LoopStatus READ loop_status WRITE set_loop_status)
    Q_PROPERTY(double Rate READ rate WRITE set_rate)
    Q_PROPERTY(double MinimumRate READ minimum_rate CONSTANT)
    Q_PROPERTY(double MaximumRate READ maximum_rate CONSTANT)
    Q_PROPERTY(double Volume READ volume WRITE set_volume)
    Q_PROPERTY(QVariantMap Metadata READ metadata)
    Q_PROPERTY(qlonglong Position READ position)
    Q_PROPERTY(bool CanGoNext READ has_tracks)
    Q_PROPERTY(bool CanGoPrevious READ has_tracks)
    Q_PROPERTY(bool CanPlay READ has_tracks)
    Q_PROPERTY(bool CanPause READ has_tracks)
    Q_PROPERTY(bool CanSeek READ can_seek)
    Q_PROPERTY(bool CanControl READ can_control CONSTANT)

public:
    MprisPlayer(StudioModel& model, QDBusConnection bus, QObject* parent);

    [[nodiscard]] QString playback_status() const;
    [[nodiscard]] QString loop_status() const;
    void set_loop_status(const QString& status);
    [[nodiscard]] double rate() const { return model_.state().speed; }
    void set_rate(double rate);
    [[nodiscard]] double minimum_rate() const { return 0.25; }
    [[nodiscard]] double maximum_rate() const { return 4.0; }
    [[nodiscard]] double volume() const { return model_.state().volume; }
    void set_volume(double volume) { model_.set_volume(volume); }
    [[nodiscard]] QVariantMap metadata() const;
    [[nodiscard]] qlonglong position() const;
    [[nodiscard]] bool has_tracks() const { return model_.status().track_count > 0; }
    [[nodiscard]] bool can_seek() const { return has_tracks() && model_.status().duration_s; }
    [[nodiscard]] bool can_control() const { return true; }

public slots:
    void Next() { model_.next(); }
    void Previous() { model_.previous(); }
    void Play() { model_.play(); }
    void Pause() { model_.pause(); }
    void PlayPause() { model_.play_or_pause(); }
    void Stop() { model_.stop(); }
    void Seek(qlonglong offset_us);
    void SetPosition(const QDBusObjectPath& track, qlonglong position_us);
    void OpenUri(const QString& uri);

signals:
    void Seeked(qlonglong position_us);

private:
    [[nodiscard]] QDBusObjectPath track_id() const;
    /// Says which of these are other than last said.
    void say_changes();

    StudioModel& model_;
    QDBusConnection bus_;
    QVariantMap said_;
};

/// Both, as org.mpris.MediaPlayer2.attacca while it lives.
class Mpris : public QObject {
    Q_OBJECT

public:
    Mpris(StudioModel& model, QDBusConnection bus);
    ~Mpris() override;

signals:
    void raise_asked();
    void quit_asked();

private:
    QDBusConnection bus_;
    QString service_;
};

/// A picture beside the track ("cover.jpg", "folder.png", …) as a URL; empty: none.
[[nodiscard]] QString art_url(const QString& source);

}  // namespace attacca::studio
