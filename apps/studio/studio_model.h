// The player as the window sees it: what it does, what it was told, and what happened.
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>
#include <memory>
#include <optional>
#include <utility>

#include "attacca/player/player.h"
#include "equalizer_edit.h"
#include "player_opening.h"
#include "playlist.h"
#include "studio_state.h"
#include "track_facts.h"

namespace attacca::studio {

/// Owns the player once it is open. What is set before that waits for it.
///
/// Threads    The window's.
class StudioModel : public QObject {
    Q_OBJECT

public:
    explicit StudioModel(StudioState state);
    ~StudioModel() override;

    /// Takes the player that another thread opened.
    void attach(OpenedPlayer opened);
    /// Null until `attached`.
    [[nodiscard]] player::Player* player() const noexcept { return player_.get(); }

    /// As last read: what moves at every frame while pictures move, else twice a second; the rest when it changed.
    [[nodiscard]] const player::PlayerStatus& status() const noexcept { return status_; }
    [[nodiscard]] bool playing() const noexcept { return status_.state == player::PlayState::playing; }
    /// Asks the player now.
    void read_status();

    [[nodiscard]] Playlist& playlist() noexcept { return playlist_; }
    [[nodiscard]] EqualizerEdit& equalizer() noexcept { return equalizer_; }

    void play();
    void pause();
    void play_or_pause();
    void stop();  ///< Paused, at the track's beginning.
    void next();
    void previous();
    void play_track(std::size_t track);
    void seek(double position_s);
    void seek_by(double seconds);

    /// Files, folders and playlists, read on another thread, then added before this row (−1: at the end).
    enum class AfterAdding { wait, play };
    void add_sources(const QStringList& sources, int row, AfterAdding after);

    /// 0 to 1.
    void set_volume(double volume);
    void set_muted(player::Switch muted);
    [[nodiscard]] bool muted() const noexcept { return muted_ == player::Switch::on; }
    void set_repeat(player::Repeat repeat);
    void set_replaygain(player::ReplayGainMode mode);
    void set_limiter(player::Switch limiter);
    void set_speed(double speed);

    /// As player::PlayerSpec's; kept for the next start unless they are refused.
    void set_device(const QString& device);
    void set_block_frames(std::size_t block_frames);

    /// The position as it is now, which else is kept every 5 seconds.
    void remember_position();

    /// What is kept: as it was restored, with all that changed since.
    [[nodiscard]] const StudioState& state() const noexcept { return state_; }
    /// A page's own settings, kept from start to start.
    [[nodiscard]] QJsonObject page_settings(const QString& page) const { return state_.pages[page].toObject(); }
    void set_page_settings(const QString& page, const QJsonObject& settings);
    void set_theme(const QString& theme);
    void set_page(const QString& page);
    void set_geometry(const QByteArray& geometry);
    void set_spectrum_style(const QString& style);

signals:
    void attached();
    void status_read();
    void details_changed();  ///< Of the status: the track, the device.
    void playing_changed(bool playing);
    void seeked(double position_s);
    void modes_changed();  ///< Volume, mute, repeat, ReplayGain, limiter or speed.
    void happened(const attacca::player::PlayerEvent& event);
    /// Something worth a line above the page.
    void problem(const QString& text);
    void changed();  ///< The state is to be saved.

private:
    void take_event(const player::PlayerEvent& event);
    void follow_playlist();
    void follow_equalizer();
    void send_volume();
    void keep_position();
    void hold_sought(player::PlayerMoment& moment);
    void mode_set();
    void look_soon();

    StudioState state_;
    Playlist playlist_;
    TrackFactsReader facts_{playlist_};
    EqualizerEdit equalizer_;
    std::unique_ptr<player::Player> player_;
    player::PlayerStatus status_;
    player::Switch muted_ = player::Switch::off;
    bool restoring_ = false;                         // The playlist is filled with what the player has already.
    std::pair<QString, std::size_t> device_before_;  // In case what is asked for is refused.
    std::optional<double> sought_s_;                 // Asked for, and not there yet.
    QElapsedTimer since_seek_;
    QTimer slow_;
    QTimer soon_;
    int soon_looks_ = 0;
    QThreadPool lister_;
};

}  // namespace attacca::studio
