#include "studio_model.h"

#include <utility>

namespace attacca::studio {
namespace {

constexpr int kSlow_ms = 500;

}  // namespace

StudioModel::StudioModel(StudioState state) : state_(std::move(state)) {
    slow_.setInterval(kSlow_ms);
    slow_.setTimerType(Qt::VeryCoarseTimer);
    connect(&slow_, &QTimer::timeout, this, &StudioModel::read_status);
}

StudioModel::~StudioModel() = default;

void StudioModel::attach(OpenedPlayer opened) {
    for (const auto& text : opened.problems) emit problem(QString::fromStdString(text));
    player_ = std::move(opened.player);
    if (!player_) return;
    state_.tracks = std::move(opened.tracks);
    slow_.start();
    emit attached();
    read_status();
}

void StudioModel::read_status() {
    if (!player_) return;
    const bool played = playing();
    status_ = player_->status();
    for (const auto& event : player_->take_events()) emit happened(event);
    if (playing() != played) emit playing_changed(playing());
    emit status_read();
}

void StudioModel::play_or_pause() {
    if (!player_) return;
    player_->toggle();
    read_status();
}

void StudioModel::set_page_settings(const QString& page, const QJsonObject& settings) {
    state_.pages[page] = settings;
    emit changed();
}

void StudioModel::set_theme(const QString& theme) {
    state_.theme = theme;
    emit changed();
}

void StudioModel::set_page(const QString& page) {
    state_.page = page;
    emit changed();
}

void StudioModel::set_geometry(const QByteArray& geometry) {
    if (std::exchange(state_.geometry, geometry) != geometry) emit changed();
}

}  // namespace attacca::studio
