// The player as the window sees it: what it does, what it was told, and what happened.
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>

#include "attacca/player/player.h"
#include "player_opening.h"
#include "studio_state.h"

namespace attacca::studio {

/// Owns the player once it is open. Settings made before that wait for it.
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

    /// As last read: at every frame while pictures move, else twice a second.
    [[nodiscard]] const player::PlayerStatus& status() const noexcept { return status_; }
    [[nodiscard]] bool playing() const noexcept { return status_.state == player::PlayState::playing; }
    /// Asks the player now.
    void read_status();

    void play_or_pause();

    /// What is kept: as it was restored, with all that changed since.
    [[nodiscard]] const StudioState& state() const noexcept { return state_; }
    /// A page's own settings, kept from start to start.
    [[nodiscard]] QJsonObject page_settings(const QString& page) const { return state_.pages[page].toObject(); }
    void set_page_settings(const QString& page, const QJsonObject& settings);
    void set_theme(const QString& theme);
    void set_page(const QString& page);
    void set_geometry(const QByteArray& geometry);

signals:
    void attached();
    void status_read();
    void playing_changed(bool playing);
    void happened(const attacca::player::PlayerEvent& event);
    /// Something worth a line above the page.
    void problem(const QString& text);
    void changed();  ///< The state is to be saved.

private:
    StudioState state_;
    std::unique_ptr<player::Player> player_;
    player::PlayerStatus status_;
    QTimer slow_;
};

}  // namespace attacca::studio
