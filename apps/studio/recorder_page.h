// From a microphone into files: levels before anything is written, takes, pause, monitoring.
#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <memory>

#include "attacca/picture/level_meter_view.h"
#include "attacca/player/recorder.h"
#include "background.h"
#include "device_list.h"
#include "form.h"
#include "page.h"
#include "picture_widget.h"
#include "recorder_settings.h"
#include "studio_model.h"
#include "take_list.h"

namespace attacca::studio {

/// The device is open while the page can be seen, and as long as a take goes on.
class RecorderPage : public Page {
    Q_OBJECT

public:
    RecorderPage(StudioModel& model, DeviceList& devices);

    [[nodiscard]] bool moving() const override { return recorder_ != nullptr; }
    void frame() override;
    void refresh() override;
    void set_theme(picture::ThemeName theme) override { meter_.set_theme(theme); }

signals:
    void play_wanted(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    using Opened = Result<std::unique_ptr<player::Recorder>>;

    [[nodiscard]] QWidget* make_settings();
    [[nodiscard]] QWidget* make_desk();
    [[nodiscard]] QLayout* make_monitoring();
    [[nodiscard]] QLayout* make_buttons();

    /// Opens the device anew with what is chosen.
    void arm();
    void take_opened(Opened opened);
    [[nodiscard]] bool in_take() const;
    void begin_take();
    void pause_or_resume();
    void monitor();

    void show_status();
    void show_controls();
    /// What ended the recorder, beside its buttons and above the page.
    void show_failure();

    StudioModel& model_;
    DeviceList& devices_;
    RecorderSettings settings_;
    QCheckBox monitoring_{QStringLiteral("&Hear the input")};
    QSpinBox monitor_gain_;
    ViewWidget<picture::LevelMeterView> meter_{
        picture::LevelMeterView(picture::MeterDirection::right, picture::PixelOrder::bgra)};
    QLabel state_;
    QLabel time_;
    QLabel clipped_{QStringLiteral("Clipped: lower the level at the input")};
    Message message_;
    QPushButton record_{QStringLiteral("&Record")};
    QPushButton pause_{QStringLiteral("Pa&use")};
    QPushButton next_{QStringLiteral("Next &take")};
    QPushButton stop_{QStringLiteral("St&op")};
    TakeList takes_;
    QTimer watch_;  ///< While the page cannot be seen and a take goes on.

    bool arming_ = false;
    bool arm_again_ = false;
    bool opening_failed_ = false;  ///< Which the message says.
    player::RecorderStatus status_;
    std::unique_ptr<player::Recorder> recorder_;
    Background background_;  ///< Ends first.
};

}  // namespace attacca::studio
