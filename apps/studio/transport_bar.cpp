#include "transport_bar.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <cmath>

#include "form.h"
#include "icons.h"
#include "shortcuts.h"
#include "volume.h"

namespace attacca::studio {
namespace {

constexpr int kVolumeSteps = 100;

QToolButton* make_button(Sign sign, const QString& name, const QString& tip) {
    auto* button = new QToolButton;
    button->setIcon(icon(sign));
    button->setIconSize({20, 20});
    button->setAccessibleName(name);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    button->setFixedSize(36, 36);
    button->setFocusPolicy(Qt::TabFocus);  // A click leaves Space to playing and pausing.
    return button;
}

QString loop_text(player::Repeat repeat) {
    switch (repeat) {
        case player::Repeat::off:
            return QStringLiteral("Loop: off");
        case player::Repeat::all:
            return QStringLiteral("Loop: the list");
        case player::Repeat::one:
            return QStringLiteral("Loop: the track");
    }
    return {};
}

}  // namespace

TransportBar::TransportBar(StudioModel& model, QWidget* parent)
    : QWidget(parent), model_(model), waveform_(new WaveformSeeker(model)) {
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    make_transport(*row);
    row->addStretch(1);
    make_modes(*row);
    row->addSpacing(12);
    make_volume(*row);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(waveform_);
    column->addLayout(row);
    connect(&model_, &StudioModel::playing_changed, this, &TransportBar::follow_state);
    connect(&model_, &StudioModel::details_changed, this, &TransportBar::follow_track);
    connect(&model_.playlist(), &QAbstractItemModel::dataChanged, this, &TransportBar::follow_track);
    connect(&model_, &StudioModel::status_read, this, &TransportBar::frame);
    connect(&model_, &StudioModel::modes_changed, this, &TransportBar::follow_modes);
    follow_state();
    follow_track();
    follow_modes();
}

void TransportBar::make_transport(QHBoxLayout& row) {
    auto* previous = make_button(Sign::previous, QStringLiteral("Previous track"),
                                 with_key(QStringLiteral("Previous track"), Command::previous));
    play_ = make_button(Sign::play, QStringLiteral("Play"), with_key(QStringLiteral("Play"), Command::play_pause));
    auto* stop = make_button(Sign::stop, QStringLiteral("Stop"), with_key(QStringLiteral("Stop"), Command::stop));
    auto* next =
        make_button(Sign::next, QStringLiteral("Next track"), with_key(QStringLiteral("Next track"), Command::next));
    connect(previous, &QToolButton::clicked, &model_, &StudioModel::previous);
    connect(play_, &QToolButton::clicked, &model_, &StudioModel::play_or_pause);
    connect(stop, &QToolButton::clicked, &model_, &StudioModel::stop);
    connect(next, &QToolButton::clicked, &model_, &StudioModel::next);
    for (auto* button : {previous, play_, stop, next}) row.addWidget(button);
    time_ = new QLabel;
    time_->setMinimumWidth(time_->fontMetrics().horizontalAdvance(QStringLiteral("0:00:00 / 0:00:00")));
    row.addSpacing(8);
    row.addWidget(time_);
    title_ = new QLabel;
    title_->setTextFormat(Qt::PlainText);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    title_->setMinimumWidth(80);
    row.addSpacing(8);
    row.addWidget(title_, 100);
}

void TransportBar::make_modes(QHBoxLayout& row) {
    loop_ = make_button(Sign::loop, QStringLiteral("Loop"), {});
    loop_->setCheckable(true);
    connect(loop_, &QToolButton::clicked, this, [this] {
        const int next = (static_cast<int>(model_.state().repeat) + 1) % 3;
        model_.set_repeat(static_cast<player::Repeat>(next));
    });
    row.addWidget(loop_);

    limiter_ = new QToolButton;
    limiter_->setText(QStringLiteral("Limiter"));
    limiter_->setToolTip(QStringLiteral("Keeps peaks below full scale"));
    limiter_->setCheckable(true);
    limiter_->setFocusPolicy(Qt::TabFocus);
    connect(limiter_, &QToolButton::clicked, this,
            [this](bool on) { model_.set_limiter(on ? player::Switch::on : player::Switch::off); });
    row.addWidget(limiter_);

    replaygain_ = new NamedBox(QStringLiteral("ReplayGain"));
    replaygain_->addItems(
        {QStringLiteral("ReplayGain off"), QStringLiteral("ReplayGain track"), QStringLiteral("ReplayGain album")});
    replaygain_->setToolTip(QStringLiteral("Plays files as loud as their ReplayGain tags say"));
    replaygain_->setFocusPolicy(Qt::TabFocus);
    connect(replaygain_, &QComboBox::activated, this,
            [this](int index) { model_.set_replaygain(static_cast<player::ReplayGainMode>(index)); });
    row.addWidget(replaygain_);

    speed_ = new QDoubleSpinBox;
    speed_->setRange(0.25, 4.0);
    speed_->setSingleStep(0.05);
    speed_->setDecimals(2);
    speed_->setPrefix(QStringLiteral("Speed "));
    speed_->setSuffix(QStringLiteral(" ×"));
    speed_->setAccessibleName(QStringLiteral("Speed"));
    speed_->setToolTip(QStringLiteral("Faster or slower, at the same pitch"));
    speed_->setKeyboardTracking(false);
    connect(speed_, &QDoubleSpinBox::valueChanged, &model_, &StudioModel::set_speed);
    row.addWidget(speed_);
}

void TransportBar::make_volume(QHBoxLayout& row) {
    loud_ = new QLabel(QStringLiteral("Loud"));
    loud_->setToolTip(QStringLiteral("Above 80 %: loud for long listening. Esc sets 20 %."));
    QSizePolicy keeps_place = loud_->sizePolicy();
    keeps_place.setRetainSizeWhenHidden(true);
    loud_->setSizePolicy(keeps_place);
    row.addWidget(loud_);
    mute_ = make_button(Sign::volume, QStringLiteral("Mute"), with_key(QStringLiteral("Mute"), Command::mute));
    mute_->setCheckable(true);
    connect(mute_, &QToolButton::clicked, this,
            [this](bool on) { model_.set_muted(on ? player::Switch::on : player::Switch::off); });
    row.addWidget(mute_);
    volume_ = new QSlider(Qt::Horizontal);
    volume_->setRange(0, kVolumeSteps);
    volume_->setSingleStep(5);
    volume_->setPageStep(20);
    volume_->setFixedWidth(130);
    volume_->setAccessibleName(QStringLiteral("Volume"));
    volume_->setFocusPolicy(Qt::TabFocus);
    connect(volume_, &QSlider::valueChanged, this,
            [this](int value) { model_.set_volume(static_cast<double>(value) / kVolumeSteps); });
    row.addWidget(volume_);
    volume_text_ = new QLabel;
    volume_text_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    volume_text_->setFixedWidth(volume_text_->fontMetrics().horizontalAdvance(QStringLiteral("100 %")) + 4);
    row.addWidget(volume_text_);
}

void TransportBar::set_theme(picture::ThemeName theme) {
    waveform_->set_theme(theme);
    const picture::Color caution = picture::theme(theme).caution;
    QPalette palette = loud_->palette();
    palette.setColor(QPalette::WindowText, {caution.red, caution.green, caution.blue});
    loud_->setPalette(palette);
}

void TransportBar::frame() {
    waveform_->follow_position();
    const auto second = static_cast<long long>(std::floor(model_.status().position_s));
    if (second == shown_second_) return;
    shown_second_ = second;
    const auto duration = model_.status().duration_s;
    const QString position = time_text(model_.status().position_s);
    time_->setText(duration ? QStringLiteral("%1 / %2").arg(position, time_text(*duration)) : position);
}

void TransportBar::follow_state() {
    const QString name = model_.playing() ? QStringLiteral("Pause") : QStringLiteral("Play");
    play_->setIcon(icon(model_.playing() ? Sign::pause : Sign::play));
    play_->setAccessibleName(name);
    play_->setToolTip(with_key(name, Command::play_pause));
}

void TransportBar::follow_track() {
    const auto& status = model_.status();
    shown_second_ = -1;
    frame();
    if (status.track_count == 0) {
        title_->setText(QStringLiteral("Nothing to play yet"));
        return;
    }
    const int row = model_.playlist().row_of(status.track);
    const QModelIndex index = model_.playlist().index(std::max(0, row));
    const QString artist = index.data(Playlist::artist_role).toString();
    const QString title = index.data(Qt::DisplayRole).toString();
    title_->setText(artist.isEmpty() ? title : QStringLiteral("%1 · %2").arg(title, artist));
    title_->setToolTip(QString::fromStdString(status.source));
}

void TransportBar::follow_modes() {
    const StudioState& state = model_.state();
    const QSignalBlocker quiet_volume(volume_);
    const QSignalBlocker quiet_speed(speed_);
    const int percent = static_cast<int>(std::lround(state.volume * kVolumeSteps));
    volume_->setValue(percent);
    volume_text_->setText(QStringLiteral("%1 %").arg(percent));
    loud_->setVisible(state.volume > kLoudVolume + 1e-9 && !model_.muted());
    mute_->setChecked(model_.muted());
    mute_->setIcon(icon(model_.muted() ? Sign::muted : Sign::volume));
    loop_->setChecked(state.repeat != player::Repeat::off);
    loop_->setIcon(icon(state.repeat == player::Repeat::one ? Sign::loop_one : Sign::loop));
    loop_->setAccessibleName(loop_text(state.repeat));
    loop_->setToolTip(with_key(loop_text(state.repeat), Command::loop));
    limiter_->setChecked(state.limiter == player::Switch::on);
    replaygain_->setCurrentIndex(static_cast<int>(state.replaygain));
    speed_->setValue(state.speed);
}

}  // namespace attacca::studio
