#include "recorder_page.h"

#include <QDir>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "attacca/player/live_input.h"
#include "icons.h"
#include "take_file.h"

namespace attacca::studio {
namespace {

using player::RecordState;

constexpr int kSettingsWidth_px = 330;
constexpr int kMeterHeight_px = 96;
constexpr int kTimeSize_pt = 28;
constexpr int kWatchEvery_ms = 500;
constexpr int kLowestGain_db = -60;
constexpr int kFirstGain_db = -12;
constexpr const char* kMonitorGain = "monitor_gain_db";

QString state_text(const player::RecorderStatus& status, bool open) {
    if (!open) return QStringLiteral("No input is open");
    switch (status.state) {
        case RecordState::armed:
            return QStringLiteral("Ready: nothing is written yet");
        case RecordState::recording:
            return QStringLiteral("Recording take %1").arg(status.take);
        case RecordState::paused:
            return QStringLiteral("Take %1 is paused").arg(status.take);
        case RecordState::finished:
        case RecordState::failed:
            break;
    }
    return QStringLiteral("Stopped");
}

}  // namespace

RecorderPage::RecorderPage(StudioModel& model, DeviceList& devices)
    : model_(model), devices_(devices), settings_(model, devices) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(24);
    layout->addWidget(make_settings());
    layout->addWidget(make_desk(), 1);
    watch_.setInterval(kWatchEvery_ms);
    connect(&watch_, &QTimer::timeout, this, &RecorderPage::refresh);
    connect(&settings_, &RecorderSettings::changed, this, &RecorderPage::arm);
    connect(&takes_, &TakeList::play_wanted, this, &RecorderPage::play_wanted);
    connect(&devices_, &DeviceList::changed, this, [this] {
        if (isVisible() && !recorder_) arm();  // Perhaps it is there now.
    });
    show_controls();
}

QWidget* RecorderPage::make_settings() {
    auto* column = new QWidget;
    column->setFixedWidth(kSettingsWidth_px);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(&settings_);
    layout->addSpacing(12);
    layout->addWidget(make_heading(QStringLiteral("Monitoring")));
    layout->addLayout(make_monitoring());
    layout->addStretch(1);
    return column;
}

QLayout* RecorderPage::make_monitoring() {
    monitoring_.setToolTip(QStringLiteral("Through headphones: a loudspeaker would be heard by the microphone"));
    monitor_gain_.setRange(kLowestGain_db, 0);
    const QJsonObject kept = model_.page_settings(QStringLiteral("recorder"));
    monitor_gain_.setValue(kept[QLatin1String(kMonitorGain)].toInt(kFirstGain_db));
    monitor_gain_.setSuffix(QStringLiteral(" dB"));
    connect(&monitoring_, &QCheckBox::toggled, this, &RecorderPage::monitor);
    connect(&monitor_gain_, &QSpinBox::valueChanged, this, [this](int gain_db) {
        if (recorder_) recorder_->set_monitor_gain_db(gain_db);
        QJsonObject settings = model_.page_settings(QStringLiteral("recorder"));
        settings[QLatin1String(kMonitorGain)] = gain_db;
        model_.set_page_settings(QStringLiteral("recorder"), settings);
    });
    auto* advice = new QLabel(QStringLiteral("Use headphones: a loudspeaker near the microphone would howl."));
    advice->setWordWrap(true);
    auto* form = make_form();
    add_row(*form, QStringLiteral("&Gain"), &monitor_gain_);
    auto* layout = new QVBoxLayout;
    layout->setSpacing(8);
    layout->addWidget(&monitoring_);
    layout->addLayout(form);
    layout->addWidget(advice);
    return layout;
}

QWidget* RecorderPage::make_desk() {
    QFont large = time_.font();
    large.setPointSize(kTimeSize_pt);
    time_.setFont(large);
    meter_.setFixedHeight(kMeterHeight_px);
    meter_.setAccessibleName(QStringLiteral("Input level"));
    clipped_.setForegroundRole(QPalette::BrightText);
    clipped_.setVisible(false);

    auto* desk = new QWidget;
    auto* layout = new QVBoxLayout(desk);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(&state_);
    layout->addWidget(&time_);
    layout->addWidget(&meter_);
    layout->addWidget(&clipped_);
    layout->addLayout(make_buttons());
    layout->addWidget(&message_);
    layout->addSpacing(8);
    layout->addWidget(&takes_, 1);
    return desk;
}

QLayout* RecorderPage::make_buttons() {
    pause_.setIcon(icon(Sign::pause));
    next_.setIcon(icon(Sign::next));
    stop_.setIcon(icon(Sign::stop));
    connect(&record_, &QPushButton::clicked, this, &RecorderPage::begin_take);
    connect(&pause_, &QPushButton::clicked, this, &RecorderPage::pause_or_resume);
    connect(&next_, &QPushButton::clicked, this, &RecorderPage::begin_take);
    connect(&stop_, &QPushButton::clicked, this, [this] {
        if (recorder_) recorder_->end_take();
    });
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (QPushButton* button : {&record_, &pause_, &next_, &stop_}) {
        button->setMinimumHeight(36);
        row->addWidget(button);
    }
    row->addStretch(1);
    return row;
}

void RecorderPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    devices_.watch(true);
    watch_.stop();
    if (!recorder_) arm();
}

void RecorderPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    devices_.watch(false);
    if (in_take()) return watch_.start();
    recorder_.reset();  // Nobody listens: the microphone is let go.
}

void RecorderPage::arm() {
    if (in_take()) return;
    if (arming_) {
        arm_again_ = true;
        return;
    }
    arming_ = true;
    recorder_.reset();
    background_.run(
        *this,
        [spec = settings_.spec()]() -> Opened {
            if (spec.device.empty() && !player::check_input_answers()) {
                return fail(ErrorCode::no_device, "No input device answers. Connect one, or choose another.");
            }
            return player::Recorder::start(spec);
        },
        [this](Opened opened) { take_opened(std::move(opened)); });
}

void RecorderPage::take_opened(Opened opened) {
    arming_ = false;
    if (std::exchange(arm_again_, false)) return arm();
    if (!isVisible()) return;
    takes_.begin_anew();
    if (opened) {
        recorder_ = *std::move(opened);
        status_ = recorder_->status();
        if (std::exchange(opening_failed_, false)) message_.say({});
        if (monitoring_.isChecked()) monitor();
    } else {
        opening_failed_ = true;
        message_.warn(QString::fromStdString(opened.error().detail));
    }
    show_controls();
    show_status();
    emit moving_changed();
}

bool RecorderPage::in_take() const {
    return recorder_ && (status_.state == RecordState::recording || status_.state == RecordState::paused);
}

void RecorderPage::begin_take() {
    if (!recorder_) return;
    message_.say({});
    const QString folder = settings_.folder();
    if (!QDir().mkpath(folder)) {
        message_.warn(folder + QStringLiteral(": cannot be made; choose another folder"));
        return;
    }
    meter_.view().clear_clips();
    clipped_.setVisible(false);
    recorder_->record(next_take_path(folder, settings_.extension()).toStdString());
}

void RecorderPage::pause_or_resume() {
    if (!recorder_) return;
    if (status_.state == RecordState::paused) {
        recorder_->resume();
    } else {
        recorder_->pause();
    }
    refresh();
}

void RecorderPage::monitor() {
    if (!recorder_) return;
    if (!monitoring_.isChecked()) return recorder_->stop_monitoring();
    const auto heard = recorder_->monitor(
        {.device = model_.state().device.toStdString(), .gain_db = static_cast<double>(monitor_gain_.value())});
    if (heard) return;
    message_.warn(QString::fromStdString(heard.error().detail));
    monitoring_.setChecked(false);
}

void RecorderPage::frame() {
    if (!recorder_) return;
    const auto before = status_.state;
    status_ = recorder_->status();
    show_status();
    takes_.follow(status_.takes);
    if (status_.state == RecordState::failed) return show_failure();
    if (status_.state != before) show_controls();
}

void RecorderPage::refresh() {
    if (!isVisible() && !in_take()) watch_.stop();
    frame();
    QStringList levels;
    for (std::size_t i = 0; i < status_.levels.channel_count; ++i) {
        levels.append(QStringLiteral("channel %1 %2 dB")
                          .arg(i + 1)
                          .arg(static_cast<double>(status_.levels.channels.at(i).peak_db), 0, 'f', 0));
    }
    meter_.setAccessibleDescription(levels.join(QStringLiteral(", ")));
}

void RecorderPage::show_status() {
    meter_.view().set_levels(recorder_ ? status_.levels : analysis::Levels{.channel_count = 2});
    meter_.show_changes();
    state_.setText(state_text(status_, recorder_ != nullptr));
    time_.setText(clock_text(in_take() ? status_.recorded_s : 0.0));
    const auto channels = std::span(status_.levels.channels).first(status_.levels.channel_count);
    const bool over = std::ranges::any_of(channels, [](const auto& level) { return level.peak_db >= 0.0F; });
    if (over && in_take()) clipped_.setVisible(true);
    if (status_.lost_frames > 0) {
        message_.warn(QStringLiteral("The disk did not keep up: %1 frames are lost").arg(status_.lost_frames));
    }
}

void RecorderPage::show_controls() {
    const bool open = recorder_ != nullptr;
    const bool taking = in_take();
    record_.setEnabled(open && !taking);
    pause_.setEnabled(taking);
    pause_.setText(status_.state == RecordState::paused && open ? QStringLiteral("Res&ume") : QStringLiteral("Pa&use"));
    next_.setEnabled(taking);
    stop_.setEnabled(taking);
    settings_.set_taking(taking);
}

void RecorderPage::show_failure() {
    const QString why = QString::fromStdString(status_.failure ? status_.failure->detail : std::string());
    recorder_.reset();
    status_ = {};
    watch_.stop();
    message_.warn(why);
    emit model_.problem(why);
    show_controls();
    show_status();
    emit moving_changed();
    if (isVisible()) arm();
}

}  // namespace attacca::studio
