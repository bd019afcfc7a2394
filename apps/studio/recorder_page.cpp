#include "recorder_page.h"

#include <QFileDialog>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

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
constexpr std::array kChannels{1, 2, 4, 6, 8};
constexpr std::array kRates_hz{44100, 48000, 88200, 96000, 192000};

struct FormatChoice {
    const char* label;
    media::SampleFormat format;
};
constexpr std::array kFormats{FormatChoice{"16-bit integers", media::SampleFormat::i16},
                              FormatChoice{"24-bit integers", media::SampleFormat::i24},
                              FormatChoice{"32-bit float", media::SampleFormat::f32}};

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

player::RecorderSpec spec_of(const QString& device, int channels, int rate_hz, media::SampleFormat format) {
    return {.output = {},
            .device = device.toStdString(),
            .sample_rate = static_cast<double>(rate_hz),
            .channels = static_cast<std::size_t>(channels),
            .format = format,
            .begin = player::RecordBegin::armed};
}

}  // namespace

RecorderPage::RecorderPage(StudioModel& model, DeviceList& devices)
    : model_(model), devices_(devices), device_(devices, device::Direction::input) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(24);
    layout->addWidget(make_settings());
    layout->addWidget(make_desk(), 1);
    restore();
    watch_.setInterval(kWatchEvery_ms);
    connect(&watch_, &QTimer::timeout, this, &RecorderPage::refresh);
    for (QComboBox* box : {static_cast<QComboBox*>(&device_), &channels_, &rate_, &format_}) {
        connect(box, &QComboBox::activated, this, [this] {
            keep();
            arm();
        });
    }
    connect(&extension_, &QComboBox::activated, this, [this] {
        offer_formats();
        keep();
        arm();
    });
    connect(&devices_, &DeviceList::changed, this, [this] {
        if (isVisible() && !recorder_) arm();  // Perhaps it is there now.
    });
    show_controls();
}

QWidget* RecorderPage::make_settings() {
    for (const int count : kChannels) {
        const QString name = count == 1   ? QStringLiteral("1: mono")
                             : count == 2 ? QStringLiteral("2: stereo")
                                          : QString::number(count);
        channels_.addItem(name, count);
    }
    for (const int rate : kRates_hz) rate_.addItem(QStringLiteral("%1 kHz").arg(rate / 1000.0), rate);
    for (const auto& extension : take_extensions()) {
        extension_.addItem(lossless(extension) ? extension : extension + QStringLiteral(" (lossy)"), extension);
    }
    for (const auto& choice : kFormats) format_.addItem(QLatin1String(choice.label), static_cast<int>(choice.format));
    folder_.setReadOnly(true);
    auto* choose = new QPushButton(icon(Sign::folder), QStringLiteral("Choose…"));
    choose->setAccessibleName(QStringLiteral("Choose the folder of the takes"));
    connect(choose, &QPushButton::clicked, this, &RecorderPage::choose_folder);
    auto* folder = new QHBoxLayout;
    folder->addWidget(&folder_, 1);
    folder->addWidget(choose);

    auto* form = make_form();
    add_row(*form, QStringLiteral("&Input"), &device_);
    add_row(*form, QStringLiteral("&Channels"), &channels_);
    add_row(*form, QStringLiteral("R&ate"), &rate_);
    add_row(*form, QStringLiteral("&File type"), &extension_);
    add_row(*form, QStringLiteral("Sa&mples"), &format_);
    add_row(*form, QStringLiteral("Fo&lder"), folder, &folder_);

    auto* column = new QWidget;
    column->setFixedWidth(kSettingsWidth_px);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(make_heading(QStringLiteral("Record from")));
    layout->addLayout(form);
    layout->addSpacing(12);
    layout->addWidget(make_heading(QStringLiteral("Monitoring")));
    layout->addLayout(make_monitoring());
    layout->addStretch(1);
    return column;
}

QLayout* RecorderPage::make_monitoring() {
    monitoring_.setToolTip(QStringLiteral("Through headphones: a loudspeaker would be heard by the microphone"));
    monitor_gain_.setRange(kLowestGain_db, 0);
    monitor_gain_.setValue(kFirstGain_db);
    monitor_gain_.setSuffix(QStringLiteral(" dB"));
    connect(&monitoring_, &QCheckBox::toggled, this, &RecorderPage::monitor);
    connect(&monitor_gain_, &QSpinBox::valueChanged, this, [this](int gain_db) {
        if (recorder_) recorder_->set_monitor_gain_db(gain_db);
        keep();
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
    clipped_.setVisible(false);

    takes_.setAccessibleName(QStringLiteral("Takes"));
    takes_.setHeaderLabels({QStringLiteral("Take"), QStringLiteral("Length"), QStringLiteral("Size")});
    takes_.setRootIsDecorated(false);
    new EmptyText(takes_, QStringLiteral("No take yet: Record begins the first."));
    takes_.header()->setStretchLastSection(false);
    takes_.header()->setSectionResizeMode(0, QHeaderView::Stretch);
    connect(&takes_, &QTreeWidget::itemActivated, this, &RecorderPage::play_take);
    connect(&takes_, &QTreeWidget::currentItemChanged, this, [this] { show_controls(); });
    play_.setIcon(icon(Sign::play));
    connect(&play_, &QPushButton::clicked, this, &RecorderPage::play_take);
    auto* below = new QHBoxLayout;
    below->addWidget(&play_);
    below->addStretch(1);

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
    layout->addWidget(make_heading(QStringLiteral("Takes")));
    layout->addWidget(&takes_, 1);
    layout->addLayout(below);
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

void RecorderPage::restore() {
    const QJsonObject kept = model_.page_settings(QStringLiteral("recorder"));
    const auto choose = [&kept](QComboBox& box, const QString& key, const QVariant& first) {
        const int found = box.findData(kept.contains(key) ? kept[key].toVariant() : first);
        box.setCurrentIndex(found < 0 ? box.findData(first) : found);
    };
    device_.set_device(kept[QStringLiteral("device")].toString());
    choose(channels_, QStringLiteral("channels"), 2);
    choose(rate_, QStringLiteral("rate_hz"), 48000);
    choose(extension_, QStringLiteral("extension"), QStringLiteral("wav"));
    choose(format_, QStringLiteral("format"), static_cast<int>(media::SampleFormat::i24));
    const QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    folder_.setText(kept[QStringLiteral("folder")].toString(music));
    monitor_gain_.setValue(kept[QStringLiteral("monitor_gain_db")].toInt(kFirstGain_db));
    offer_formats();
}

void RecorderPage::keep() {
    model_.set_page_settings(QStringLiteral("recorder"),
                             {{QStringLiteral("device"), device_.device()},
                              {QStringLiteral("channels"), channels_.currentData().toInt()},
                              {QStringLiteral("rate_hz"), rate_.currentData().toInt()},
                              {QStringLiteral("extension"), extension_.currentData().toString()},
                              {QStringLiteral("format"), format_.currentData().toInt()},
                              {QStringLiteral("folder"), folder_.text()},
                              {QStringLiteral("monitor_gain_db"), monitor_gain_.value()}});
}

/// A file type that cannot hold the format chosen takes the next that it holds.
void RecorderPage::offer_formats() {
    const QString extension = extension_.currentData().toString();
    auto* items = qobject_cast<QStandardItemModel*>(format_.model());
    int first = -1;
    for (int i = format_.count() - 1; i >= 0; --i) {
        const bool held = holds(extension, static_cast<media::SampleFormat>(format_.itemData(i).toInt()));
        items->item(i)->setEnabled(held);
        if (held && (first < 0 || i == format_.currentIndex())) first = i;
    }
    if (first >= 0) format_.setCurrentIndex(first);
    format_.setEnabled(lossless(extension) && !in_take());
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
    const auto spec = spec_of(device_.device(), channels_.currentData().toInt(), rate_.currentData().toInt(),
                              static_cast<media::SampleFormat>(format_.currentData().toInt()));
    background_.run(
        *this,
        [spec]() -> Opened {
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
    shown_takes_ = 0;
    if (opened) {
        recorder_ = *std::move(opened);
        status_ = recorder_->status();
        if (std::exchange(opening_failed_, false)) message_.say({});
        if (monitoring_.isChecked()) monitor();
    } else {
        opening_failed_ = true;
        message_.say(QString::fromStdString(opened.error().detail));
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
    const QString folder = folder_.text();
    if (!QDir().mkpath(folder)) {
        message_.say(folder + QStringLiteral(": cannot be made; choose another folder"));
        return;
    }
    meter_.view().clear_clips();
    clipped_.setVisible(false);
    recorder_->record(next_take_path(folder, extension_.currentData().toString()).toStdString());
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
    message_.say(QString::fromStdString(heard.error().detail));
    monitoring_.setChecked(false);
}

void RecorderPage::choose_folder() {
    const QString chosen =
        QFileDialog::getExistingDirectory(this, QStringLiteral("Folder of the takes"), folder_.text());
    if (chosen.isEmpty()) return;
    folder_.setText(chosen);
    keep();
}

void RecorderPage::play_take() {
    if (const auto* item = takes_.currentItem()) emit play_wanted(item->data(0, Qt::UserRole).toString());
}

void RecorderPage::frame() {
    if (!recorder_) return;
    const auto before = status_.state;
    status_ = recorder_->status();
    show_status();
    show_takes();
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
        message_.say(QStringLiteral("The disk did not keep up: %1 frames are lost").arg(status_.lost_frames));
    }
}

void RecorderPage::show_takes() {
    for (; shown_takes_ < status_.takes.size(); ++shown_takes_) {
        const auto& take = status_.takes[shown_takes_];
        const QString path = QString::fromStdString(take.output);
        auto* item = new QTreeWidgetItem(
            &takes_, {QFileInfo(path).fileName(), clock_text(take.recorded_s), size_text(take.bytes)});
        item->setData(0, Qt::UserRole, path);
        item->setToolTip(0, path);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
        takes_.setCurrentItem(item);
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
    play_.setEnabled(takes_.currentItem() != nullptr);
    for (QComboBox* box : {static_cast<QComboBox*>(&device_), &channels_, &rate_, &extension_}) {
        box->setEnabled(!taking);
    }
    format_.setEnabled(!taking && lossless(extension_.currentData().toString()));
}

void RecorderPage::show_failure() {
    const QString why = QString::fromStdString(status_.failure ? status_.failure->detail : std::string());
    recorder_.reset();
    status_ = {};
    watch_.stop();
    message_.say(why);
    emit model_.problem(why);
    show_controls();
    show_status();
    emit moving_changed();
    if (isVisible()) arm();
}

}  // namespace attacca::studio
