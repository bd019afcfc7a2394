// What the recorder page records from, and what into.
#pragma once

#include <QComboBox>
#include <QLineEdit>
#include <QWidget>

#include "attacca/player/recorder.h"
#include "device_box.h"
#include "studio_model.h"

namespace attacca::studio {

/// A form that is as it was left at the last start.
///
/// Threads    The window's.
class RecorderSettings : public QWidget {
    Q_OBJECT

public:
    RecorderSettings(StudioModel& model, DeviceList& devices);

    /// Armed: it names no file.
    [[nodiscard]] player::RecorderSpec spec() const;
    [[nodiscard]] QString folder() const { return folder_.text(); }
    [[nodiscard]] QString extension() const { return extension_.currentData().toString(); }

    /// While a take goes on, only the folder of the next can be chosen.
    void set_taking(bool taking);

signals:
    /// `spec` is another now, by the user.
    void changed();

private:
    void fill();
    void restore();
    void keep();
    void offer_formats();
    void choose_folder();
    [[nodiscard]] media::SampleFormat format() const;

    StudioModel& model_;
    DeviceBox device_;
    QComboBox channels_;
    QComboBox rate_;
    QComboBox extension_;
    QComboBox format_;
    QLineEdit folder_;
};

}  // namespace attacca::studio
