// Where the sound goes, in which blocks, and how late it is.
#pragma once

#include <QComboBox>
#include <QPushButton>
#include <QTreeWidget>
#include <stop_token>

#include "attacca/player/device_check.h"
#include "background.h"
#include "device_box.h"
#include "form.h"
#include "page.h"
#include "studio_model.h"

namespace attacca::studio {

class DevicePage : public Page {
    Q_OBJECT

public:
    DevicePage(StudioModel& model, DeviceList& devices);
    ~DevicePage() override;

    [[nodiscard]] bool moving() const override { return false; }
    void frame() override {}
    void refresh() override;
    void set_theme(picture::ThemeName theme) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    [[nodiscard]] QWidget* make_choice();
    [[nodiscard]] QWidget* make_systems();
    void take_event(const player::PlayerEvent& event);
    void show_stream(const player::PlayerStatus& status);
    void show_latency(double latency_ms);
    void show_systems();
    void measure();
    void take_measurement(const Result<player::PaceReport>& report);

    StudioModel& model_;
    DeviceList& devices_;
    picture::ThemeName theme_ = picture::ThemeName::dark;
    DeviceBox device_;
    QComboBox buffer_;
    Message message_;
    QLabel lamp_;
    QLabel latency_;
    QLabel stream_;
    QLabel scheduling_;
    QPushButton measure_{QStringLiteral("&Measure this device")};
    Message measured_;
    QTreeWidget systems_;
    std::stop_source stop_;
    Background background_;  ///< Ends first.
};

}  // namespace attacca::studio
