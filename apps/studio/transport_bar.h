// Waveform, transport, time, volume and the modes of playing: below every page.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <QWidget>

#include "studio_model.h"
#include "waveform_seeker.h"

namespace attacca::studio {

/// Threads    The window's.
class TransportBar : public QWidget {
    Q_OBJECT

public:
    explicit TransportBar(StudioModel& model, QWidget* parent = nullptr);

    void set_theme(picture::ThemeName theme);
    /// What moves while it plays.
    void frame();

private:
    void make_transport(class QHBoxLayout& row);
    void make_volume(QHBoxLayout& row);
    void make_modes(QHBoxLayout& row);
    void follow_state();
    void follow_track();
    void follow_modes();

    StudioModel& model_;
    WaveformSeeker* waveform_;
    QToolButton* play_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* time_ = nullptr;
    QToolButton* mute_ = nullptr;
    QSlider* volume_ = nullptr;
    QLabel* volume_text_ = nullptr;
    QLabel* loud_ = nullptr;
    QToolButton* loop_ = nullptr;
    QComboBox* replaygain_ = nullptr;
    QToolButton* limiter_ = nullptr;
    QDoubleSpinBox* speed_ = nullptr;
    long long shown_second_ = -1;
};

}  // namespace attacca::studio
