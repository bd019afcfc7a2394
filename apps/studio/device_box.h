// A choice of one sound device, or of whatever is the default.
#pragma once

#include <QComboBox>
#include <QString>

#include "device_list.h"

namespace attacca::studio {

/// Follows the list as devices come and go. A chosen device that is gone stays, and says so.
class DeviceBox : public QComboBox {
    Q_OBJECT

public:
    /// The list must outlive this.
    DeviceBox(DeviceList& list, device::Direction direction);

    /// As device::StreamSpec's: empty is the default device.
    [[nodiscard]] QString device() const { return currentData().toString(); }
    void set_device(const QString& id);

signals:
    void chosen(const QString& id);  ///< By the user.

private:
    void fill();
    [[nodiscard]] bool offers(const device::DeviceInfo& info) const;

    DeviceList& list_;
    device::Direction direction_;
};

}  // namespace attacca::studio
