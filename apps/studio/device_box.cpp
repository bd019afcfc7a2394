#include "device_box.h"

#include <QSignalBlocker>
#include <algorithm>

namespace attacca::studio {
namespace {

constexpr int kShortest_characters = 22;

QString shown(const device::DeviceInfo& info) {
    return QStringLiteral("%1 (%2)").arg(QString::fromStdString(info.name), QString::fromStdString(info.backend));
}

}  // namespace

DeviceBox::DeviceBox(DeviceList& list, device::Direction direction) : list_(list), direction_(direction) {
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(kShortest_characters);
    connect(&list_, &DeviceList::changed, this, &DeviceBox::fill);
    connect(this, &QComboBox::activated, this, [this] { emit chosen(device()); });
    fill();
}

void DeviceBox::set_device(const QString& id) {
    if (id == device()) return;
    const QSignalBlocker quiet(this);
    if (findData(id) < 0) addItem(id, id);
    setCurrentIndex(findData(id));
    fill();
}

bool DeviceBox::offers(const device::DeviceInfo& info) const {
    return direction_ == device::Direction::input ? info.input_channels > 0 : info.output_channels > 0;
}

void DeviceBox::fill() {
    const QString kept = device();
    const QSignalBlocker quiet(this);
    clear();
    const auto& devices = list_.devices();
    const auto standard = std::ranges::find_if(devices, [this](const device::DeviceInfo& info) {
        return direction_ == device::Direction::input ? info.default_input : info.default_output;
    });
    addItem(standard == devices.end() ? QStringLiteral("Default device")
                                      : QStringLiteral("Default: ") + QString::fromStdString(standard->name),
            QString());
    for (const auto& info : devices) {
        if (offers(info)) addItem(shown(info), QString::fromStdString(info.id));
    }
    if (findData(kept) < 0) addItem(devices.empty() ? kept : kept + QStringLiteral(" (not there)"), kept);
    setCurrentIndex(findData(kept));
}

}  // namespace attacca::studio
