#include "studio_model.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "volume.h"

namespace attacca::studio {
namespace {

constexpr int kSlow_ms = 500;
constexpr int kSoon_ms = 25;  // The player carries out a request on its own thread: its answer shows soon after.
constexpr int kSoonLooks = 12;
constexpr int kSeekTakes_ms = 500;  // At most: until then the play head stays where it was put.
constexpr double kSoughtWithin_s = 0.3;
constexpr double kPositionKeptEvery_s = 5.0;

}  // namespace

StudioModel::StudioModel(StudioState state) : state_(std::move(state)), equalizer_(state_.equalizer) {
    slow_.setInterval(kSlow_ms);
    slow_.setTimerType(Qt::VeryCoarseTimer);
    soon_.setInterval(kSoon_ms);
    connect(&soon_, &QTimer::timeout, this, [this] {
        if (--soon_looks_ <= 0) soon_.stop();
        read_status();
    });
    lister_.setMaxThreadCount(1);
    connect(&slow_, &QTimer::timeout, this, &StudioModel::read_status);
    connect(&playlist_, &Playlist::tracks_changed, this, &StudioModel::follow_playlist);
    connect(&equalizer_, &EqualizerEdit::changed, this, &StudioModel::follow_equalizer);
}

StudioModel::~StudioModel() { lister_.waitForDone(); }

void StudioModel::attach(OpenedPlayer opened) {
    for (const auto& text : opened.problems) emit problem(QString::fromStdString(text));
    restoring_ = true;
    playlist_.set(opened.tracks);
    if (!opened.unlisted.empty()) playlist_.add({.tracks = {}, .problems = std::move(opened.unlisted)}, -1);
    restoring_ = false;
    player_ = std::move(opened.player);
    if (!player_) return;
    if (playlist_.tracks() != state_.tracks) {
        state_.tracks = playlist_.tracks();
        state_.track = 0;
        emit changed();
    }
    slow_.start();
    follow_equalizer();
    send_volume();
    emit attached();
    read_status();
}

void StudioModel::read_status() {
    if (!player_) return;
    const bool played = playing();
    const auto details = status_.details;
    const bool first = status_.device_id.empty();
    player::PlayerMoment moment = player_->moment();
    hold_sought(moment);
    const bool others = first || moment.details != details;
    if (others) status_ = player_->status();
    static_cast<player::PlayerMoment&>(status_) = moment;
    playlist_.set_current(moment.track_count > 0 ? std::optional(moment.track) : std::nullopt);
    for (const auto& event : player_->take_events()) take_event(event);
    if (others) emit details_changed();
    if (playing() != played) emit playing_changed(playing());
    keep_position();
    emit status_read();
}

void StudioModel::hold_sought(player::PlayerMoment& moment) {
    if (!sought_s_) return;
    const bool there = moment.track != status_.track || std::abs(moment.position_s - *sought_s_) < kSoughtWithin_s;
    if (there || since_seek_.hasExpired(kSeekTakes_ms)) {
        sought_s_.reset();
    } else {
        moment.position_s = *sought_s_;
    }
}

void StudioModel::take_event(const player::PlayerEvent& event) {
    using Kind = player::PlayerEvent::Kind;
    const QString text = QString::fromStdString(event.text);
    switch (event.kind) {
        case Kind::track_skipped:
        case Kind::track_damaged:
            playlist_.tell_problem(text);
            break;
        case Kind::device_refused:
            std::tie(state_.device, state_.block_frames) = device_before_;
            emit changed();
            [[fallthrough]];
        case Kind::device_lost:
        case Kind::paused_without_device:
            emit problem(text);
            break;
        default:
            break;
    }
    emit happened(event);
}

void StudioModel::keep_position() {
    const bool moved = status_.track != state_.track ||
                       std::abs(status_.position_s - state_.position_s) >= kPositionKeptEvery_s ||
                       (!playing() && status_.position_s != state_.position_s);
    if (moved) remember_position();
}

void StudioModel::remember_position() {
    if (status_.track_count == 0) return;
    state_.track = status_.track;
    state_.position_s = status_.position_s;
    emit changed();
}

void StudioModel::look_soon() {
    soon_looks_ = kSoonLooks;
    soon_.start();
}

void StudioModel::play() {
    if (!player_) return;
    player_->play();
    look_soon();
}

void StudioModel::pause() {
    if (!player_) return;
    player_->pause();
    look_soon();
}

void StudioModel::play_or_pause() { playing() ? pause() : play(); }

void StudioModel::stop() {
    if (!player_) return;
    pause();
    seek(0.0);
}

void StudioModel::next() {
    if (!player_) return;
    player_->next();
    look_soon();
}

void StudioModel::previous() {
    if (!player_) return;
    player_->previous();
    look_soon();
}

void StudioModel::play_track(std::size_t track) {
    if (!player_) return;
    player_->play_track(track);
    player_->play();
    look_soon();
}

void StudioModel::seek(double position_s) {
    if (!player_ || status_.track_count == 0) return;
    const double wanted = std::clamp(position_s, 0.0, status_.duration_s.value_or(position_s));
    player_->seek(wanted);
    status_.position_s = wanted;
    sought_s_ = wanted;
    since_seek_.start();
    emit seeked(wanted);
    look_soon();
}

void StudioModel::seek_by(double seconds) { seek(std::max(0.0, status_.position_s + seconds)); }

void StudioModel::add_sources(const QStringList& sources, int row, AfterAdding after) {
    std::vector<std::string> names;
    for (const auto& source : sources) names.push_back(source.toStdString());
    lister_.start([this, names = std::move(names), row, after] {
        auto list = media::list_tracks(names);
        if (list.tracks.empty() && list.problems.empty() && !names.empty()) {
            list.problems.push_back({ErrorCode::not_found, names.front() + ": there is nothing to play in it"});
        }
        QMetaObject::invokeMethod(this, [this, list = std::move(list), row, after] {
            playlist_.add(list, row);
            if (after != AfterAdding::play || list.tracks.empty()) return;
            const auto first = playlist_.track_at(
                row < 0 ? playlist_.rowCount() - static_cast<int>(list.tracks.size() + list.problems.size()) : row);
            if (first) play_track(*first);
        });
    });
}

void StudioModel::follow_playlist() {
    if (restoring_ || !player_) return;
    state_.tracks = playlist_.tracks();
    player_->set_tracks(state_.tracks);
    look_soon();
    emit changed();
}

void StudioModel::follow_equalizer() {
    state_.equalizer = equalizer_.pair();
    emit changed();
    if (!player_) return;
    player_->set_equalizer(equalizer_.settings());
    player_->set_equalizer_bypass(state_.equalizer.bypass);
}

void StudioModel::set_volume(double volume) {
    state_.volume = std::clamp(volume, 0.0, 1.0);
    muted_ = player::Switch::off;
    send_volume();
    mode_set();
}

void StudioModel::set_muted(player::Switch muted) {
    muted_ = muted;
    send_volume();
    mode_set();
}

void StudioModel::send_volume() {
    if (player_) player_->set_gain_db(volume_gain_db(muted() ? 0.0 : state_.volume));
}

void StudioModel::set_repeat(player::Repeat repeat) {
    state_.repeat = repeat;
    if (player_) player_->set_repeat(repeat);
    mode_set();
}

void StudioModel::set_replaygain(player::ReplayGainMode mode) {
    state_.replaygain = mode;
    if (player_) player_->set_replaygain(mode);
    mode_set();
}

void StudioModel::set_limiter(player::Switch limiter) {
    state_.limiter = limiter;
    if (player_) player_->set_limiter(limiter);
    mode_set();
}

void StudioModel::set_speed(double speed) {
    state_.speed = std::clamp(speed, 0.25, 4.0);
    if (player_) player_->set_speed(state_.speed, dsp::PitchMode::keep);
    mode_set();
}

void StudioModel::set_device(const QString& device) {
    device_before_ = {state_.device, state_.block_frames};
    state_.device = device;
    if (player_) player_->set_device(device.toStdString());
    look_soon();
    emit changed();
}

void StudioModel::set_block_frames(std::size_t block_frames) {
    device_before_ = {state_.device, state_.block_frames};
    state_.block_frames = block_frames;
    if (player_) player_->set_block_frames(block_frames);
    look_soon();
    emit changed();
}

void StudioModel::mode_set() {
    emit modes_changed();
    emit changed();
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

void StudioModel::set_spectrum_style(const QString& style) {
    state_.spectrum_style = style;
    emit changed();
}

}  // namespace attacca::studio
