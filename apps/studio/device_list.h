// The sound devices of this machine, kept up to date while somebody looks.
#pragma once

#include <QObject>
#include <QTimer>
#include <vector>

#include "attacca/device/device.h"
#include "background.h"

namespace attacca::studio {

/// Asks the sound servers anew every two seconds while it is watched, on a thread of its own: backends other than
/// PipeWire tell nobody of a device that comes or goes.
///
/// Threads    The window's.
class DeviceList : public QObject {
    Q_OBJECT

public:
    DeviceList();

    void watch(bool watched);
    /// Empty until the first answer.
    [[nodiscard]] const std::vector<device::DeviceInfo>& devices() const noexcept { return found_.devices; }
    [[nodiscard]] const std::vector<device::BackendState>& backends() const noexcept { return found_.backends; }

signals:
    void changed();

private:
    struct Found {
        std::vector<device::DeviceInfo> devices;
        std::vector<device::BackendState> backends;
    };
    void look();
    void take(Found found);

    Found found_;
    QTimer timer_;
    bool looking_ = false;
    Background background_;
};

}  // namespace attacca::studio
