#include "recorder_settings.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStandardItemModel>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <array>

#include "form.h"
#include "icons.h"
#include "take_file.h"

namespace attacca::studio {
namespace {

constexpr std::array kChannels{1, 2, 4, 6, 8};
constexpr std::array kRates_hz{44100, 48000, 88200, 96000, 192000};

struct FormatChoice {
    const char* label;
    media::SampleFormat format;
};
constexpr std::array kFormats{FormatChoice{"16-bit integers", media::SampleFormat::i16},
                              FormatChoice{"24-bit integers", media::SampleFormat::i24},
                              FormatChoice{"32-bit float", media::SampleFormat::f32}};

}  // namespace

RecorderSettings::RecorderSettings(StudioModel& model, DeviceList& devices)
    : model_(model), device_(devices, device::Direction::input) {
    fill();
    folder_.setReadOnly(true);
    auto* choose = new QPushButton(icon(Sign::folder), QStringLiteral("Choose…"));
    choose->setAccessibleName(QStringLiteral("Choose the folder of the takes"));
    connect(choose, &QPushButton::clicked, this, &RecorderSettings::choose_folder);
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
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(make_heading(QStringLiteral("Record from")));
    layout->addLayout(form);

    restore();
    connect(&extension_, &QComboBox::activated, this, &RecorderSettings::offer_formats);
    for (QComboBox* box : {static_cast<QComboBox*>(&device_), &channels_, &rate_, &extension_, &format_}) {
        connect(box, &QComboBox::activated, this, [this] {
            keep();
            emit changed();
        });
    }
}

void RecorderSettings::fill() {
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
}

void RecorderSettings::restore() {
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
    offer_formats();
}

void RecorderSettings::keep() {
    QJsonObject kept = model_.page_settings(QStringLiteral("recorder"));
    kept[QStringLiteral("device")] = device_.device();
    kept[QStringLiteral("channels")] = channels_.currentData().toInt();
    kept[QStringLiteral("rate_hz")] = rate_.currentData().toInt();
    kept[QStringLiteral("extension")] = extension();
    kept[QStringLiteral("format")] = static_cast<int>(format());
    kept[QStringLiteral("folder")] = folder();
    model_.set_page_settings(QStringLiteral("recorder"), kept);
}

media::SampleFormat RecorderSettings::format() const {
    return static_cast<media::SampleFormat>(format_.currentData().toInt());
}

player::RecorderSpec RecorderSettings::spec() const {
    return {.output = {},
            .device = device_.device().toStdString(),
            .sample_rate = rate_.currentData().toDouble(),
            .channels = static_cast<std::size_t>(channels_.currentData().toInt()),
            .format = format(),
            .begin = player::RecordBegin::armed};
}

/// A file type that cannot hold the format chosen takes the next that it holds.
void RecorderSettings::offer_formats() {
    auto* items = qobject_cast<QStandardItemModel*>(format_.model());
    int first = -1;
    for (int i = format_.count() - 1; i >= 0; --i) {
        const bool held = holds(extension(), static_cast<media::SampleFormat>(format_.itemData(i).toInt()));
        items->item(i)->setEnabled(held);
        if (held && (first < 0 || i == format_.currentIndex())) first = i;
    }
    if (first >= 0) format_.setCurrentIndex(first);
    format_.setEnabled(lossless(extension()));
}

void RecorderSettings::set_taking(bool taking) {
    for (QComboBox* box : {static_cast<QComboBox*>(&device_), &channels_, &rate_, &extension_}) {
        box->setEnabled(!taking);
    }
    format_.setEnabled(!taking && lossless(extension()));
}

void RecorderSettings::choose_folder() {
    const QString chosen = QFileDialog::getExistingDirectory(this, QStringLiteral("Folder of the takes"), folder());
    if (chosen.isEmpty()) return;
    folder_.setText(chosen);
    keep();
}

}  // namespace attacca::studio
