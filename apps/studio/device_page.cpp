#include "device_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QVBoxLayout>
#include <array>
#include <chrono>

#include "app_style.h"
#include "latency_grade.h"

namespace attacca::studio {
namespace {

using player::PlayerEvent;

constexpr int kChoiceWidth_px = 480;
constexpr int kLamp_px = 18;
constexpr std::array kBlocks{64, 128, 256, 512, 1024, 2048, 4096};
constexpr int kFirstBlock = 1024;

QPixmap lamp(picture::Color color, double ratio) {
    QPixmap pixels(QSize(kLamp_px, kLamp_px) * ratio);
    pixels.setDevicePixelRatio(ratio);
    pixels.fill(Qt::transparent);
    QPainter painter(&pixels);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(widget_color(color));
    painter.drawEllipse(1, 1, kLamp_px - 2, kLamp_px - 2);
    return pixels;
}

picture::Color color_of(LatencyGrade grade, const picture::Theme& colors) {
    switch (grade) {
        case LatencyGrade::green:
            return colors.good;
        case LatencyGrade::yellow:
            return colors.caution;
        case LatencyGrade::red:
            break;
    }
    return colors.alarm;
}

/// What is decided now is heard with the next block, and leaves the device so much later.
double latency_ms(const player::PlayerStatus& status) {
    return 1000.0 * static_cast<double>(status.block_frames + status.latency_frames) / status.sample_rate;
}

void set_up(QLabel& value) {
    value.setWordWrap(true);
    value.setTextInteractionFlags(Qt::TextSelectableByMouse);
}

}  // namespace

DevicePage::DevicePage(StudioModel& model, DeviceList& devices)
    : model_(model), devices_(devices), device_(devices, device::Direction::output) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(24);
    layout->addWidget(make_choice());
    layout->addWidget(make_systems(), 1);
    connect(&devices_, &DeviceList::changed, this, &DevicePage::show_systems);
    connect(&model_, &StudioModel::happened, this, &DevicePage::take_event);
    connect(&device_, &DeviceBox::chosen, this, [this](const QString& id) {
        message_.say({});
        model_.set_device(id);
    });
    connect(&buffer_, &QComboBox::activated, this, [this] {
        message_.say({});
        model_.set_block_frames(static_cast<std::size_t>(buffer_.currentData().toInt()));
    });
    connect(&measure_, &QPushButton::clicked, this, &DevicePage::measure);
}

DevicePage::~DevicePage() { stop_.request_stop(); }

QWidget* DevicePage::make_choice() {
    for (const int frames : kBlocks) buffer_.addItem(QStringLiteral("%1 frames").arg(frames), frames);
    const auto kept = model_.state().block_frames;
    buffer_.setCurrentIndex(buffer_.findData(kept == 0 ? kFirstBlock : static_cast<int>(kept)));
    device_.set_device(model_.state().device);
    set_up(latency_);
    set_up(stream_);
    set_up(scheduling_);
    auto* latency = new QHBoxLayout;
    latency->setSpacing(8);
    latency->addWidget(&lamp_);
    latency->addWidget(&latency_, 1);

    auto* form = make_form();
    add_row(*form, QStringLiteral("&Output"), &device_);
    add_row(*form, QStringLiteral("&Buffer"), &buffer_);
    form->addRow(&message_);
    form->addRow(QStringLiteral("Latency"), latency);
    form->addRow(QStringLiteral("Stream"), &stream_);
    form->addRow(QStringLiteral("Scheduling"), &scheduling_);

    auto* advice = new QLabel(
        QStringLiteral("Plays silence for two seconds through eight bands and the limiter, and times every callback."));
    advice->setWordWrap(true);
    auto* column = new QWidget;
    column->setFixedWidth(kChoiceWidth_px);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(make_heading(QStringLiteral("Play on")));
    layout->addLayout(form);
    layout->addSpacing(12);
    layout->addWidget(make_heading(QStringLiteral("What it really does")));
    layout->addWidget(advice);
    layout->addWidget(&measure_, 0, Qt::AlignLeft);
    layout->addWidget(&measured_);
    layout->addStretch(1);
    return column;
}

QWidget* DevicePage::make_systems() {
    systems_.setAccessibleName(QStringLiteral("Sound systems"));
    systems_.setHeaderLabels({QStringLiteral("Sound system"), QStringLiteral("State")});
    systems_.setRootIsDecorated(false);
    systems_.setWordWrap(true);
    systems_.header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(make_heading(QStringLiteral("Sound systems of this machine")));
    layout->addWidget(&systems_, 1);
    return column;
}

void DevicePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    devices_.watch(true);
}

void DevicePage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    devices_.watch(false);
}

void DevicePage::take_event(const PlayerEvent& event) {
    const QString text = QString::fromStdString(event.text);
    switch (event.kind) {
        case PlayerEvent::Kind::device_refused:
            message_.warn(text + QStringLiteral(" It goes on as before."));
            break;
        case PlayerEvent::Kind::device_lost:
        case PlayerEvent::Kind::paused_without_device:
            message_.warn(text);
            break;
        case PlayerEvent::Kind::device_changed:
            message_.say(QStringLiteral("Plays on ") + text);
            break;
        default:
            break;
    }
}

void DevicePage::refresh() {
    device_.set_device(model_.state().device);
    show_stream(model_.player() ? model_.player()->status() : player::PlayerStatus());
}

void DevicePage::show_stream(const player::PlayerStatus& status) {
    const bool open = !status.device_id.empty() && status.sample_rate > 0.0;
    measure_.setEnabled(measured_.text() != QStringLiteral("Measuring…"));
    if (!open) {
        lamp_.clear();
        latency_.setText(QStringLiteral("no device is open"));
        stream_.setText(QStringLiteral("–"));
        scheduling_.setText(QStringLiteral("–"));
        return;
    }
    show_latency(latency_ms(status));
    stream_.setText(QStringLiteral("%1: %2 Hz, %3 channels, blocks of %4 frames (%5 ms)")
                        .arg(QString::fromStdString(status.device_name))
                        .arg(status.sample_rate, 0, 'f', 0)
                        .arg(status.channels)
                        .arg(status.block_frames)
                        .arg(1000.0 * static_cast<double>(status.block_frames) / status.sample_rate, 0, 'f', 1));
    scheduling_.setText(QString::fromStdString(status.scheduling));
}

void DevicePage::show_latency(double latency) {
    const QString words = latency_words(latency);
    if (words == latency_.text()) return;
    latency_.setText(words);
    lamp_.setPixmap(lamp(color_of(latency_grade(latency), picture::theme(theme_)), devicePixelRatioF()));
}

void DevicePage::show_systems() {
    systems_.clear();
    for (const auto& backend : devices_.backends()) {
        auto* item = new QTreeWidgetItem(
            &systems_, {QString::fromStdString(backend.name),
                        (backend.answers ? QStringLiteral("answers. ") : QStringLiteral("does not answer: ")) +
                            QString::fromStdString(backend.detail)});
        item->setToolTip(1, QString::fromStdString(backend.detail));
        for (const auto& info : devices_.devices()) {
            if (info.backend != backend.name) continue;
            const QString ways = QStringLiteral("%1 out, %2 in").arg(info.output_channels).arg(info.input_channels);
            new QTreeWidgetItem(item, {QString::fromStdString(info.name), ways});
        }
    }
    systems_.expandAll();
}

void DevicePage::measure() {
    measure_.setEnabled(false);
    measured_.say(QStringLiteral("Measuring…"));
    const player::PaceSpec spec{.device = model_.state().device.toStdString(),
                                .block_frames = static_cast<std::size_t>(buffer_.currentData().toInt())};
    background_.run(
        *this, [spec, stop = stop_.get_token()] { return player::measure_pace(spec, stop); },
        [this](const Result<player::PaceReport>& report) { take_measurement(report); });
}

void DevicePage::take_measurement(const Result<player::PaceReport>& report) {
    measure_.setEnabled(true);
    if (!report) return measured_.warn(QString::fromStdString(report.error().detail));
    using Milliseconds = std::chrono::duration<double, std::milli>;
    const auto in_ms = [](std::chrono::nanoseconds time) {
        return QString::number(Milliseconds(time).count(), 'f', 2);
    };
    const bool stable = report->stable();
    const QString result =
        QStringLiteral(
            "%1: %2 callbacks, %3 ms apart (99 of 100 within %4, the latest %5), %6 xruns, "
            "load %7 % of a block's time. %8.")
            .arg(QString::fromStdString(report->device.name))
            .arg(report->callbacks)
            .arg(in_ms(report->intervals.percentile(0.5)), in_ms(report->intervals.percentile(0.99)),
                 in_ms(report->intervals.max))
            .arg(report->xruns)
            .arg(100.0 * report->load(), 0, 'f', 1)
            .arg(stable ? QStringLiteral("Stable") : QStringLiteral("Not stable: choose a larger buffer"));
    stable ? measured_.say(result) : measured_.warn(result);
}

void DevicePage::set_theme(picture::ThemeName theme) {
    theme_ = theme;
    latency_.clear();
    refresh();
}

}  // namespace attacca::studio
