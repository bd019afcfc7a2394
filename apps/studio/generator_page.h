// Test signals, heard and seen, or written to a file.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <memory>
#include <vector>

#include "attacca/analysis/spectrum_analyzer.h"
#include "attacca/picture/oscilloscope_view.h"
#include "attacca/picture/spectrum_view.h"
#include "attacca/player/live_generator.h"
#include "background.h"
#include "form.h"
#include "page.h"
#include "picture_widget.h"
#include "studio_model.h"

namespace attacca::studio {

/// Plays on the device that the window is set to, beside what the player does.
class GeneratorPage : public Page {
    Q_OBJECT

public:
    explicit GeneratorPage(StudioModel& model);

    [[nodiscard]] bool moving() const override { return generator_ != nullptr; }
    void frame() override;
    void refresh() override;
    void set_theme(picture::ThemeName theme) override;

private:
    using Opened = Result<std::unique_ptr<player::LiveGenerator>>;

    [[nodiscard]] QWidget* make_settings();
    [[nodiscard]] QWidget* make_pictures();
    void restore(const dsp::SignalSpec& spec);
    [[nodiscard]] dsp::SignalSpec signal() const;
    [[nodiscard]] dsp::SignalKind kind() const;
    /// Something was set: heard at once, and kept.
    void changed();
    void offer_what_applies();
    void warn();
    void start_or_stop();
    void take_opened(Opened opened);
    void show_sounding();
    void save();

    StudioModel& model_;
    QComboBox kind_;
    QSlider frequency_slider_{Qt::Horizontal};
    QDoubleSpinBox frequency_;
    QDoubleSpinBox end_;
    QDoubleSpinBox sweep_s_;
    QSlider level_slider_{Qt::Horizontal};
    QDoubleSpinBox level_;
    QDoubleSpinBox duty_;
    QSpinBox seed_;
    QDoubleSpinBox file_s_;
    QPushButton start_;
    QPushButton save_{QStringLiteral("Save as &WAV…")};
    QLabel state_;
    Message warning_;
    Message message_;
    ViewWidget<picture::OscilloscopeView> oscilloscope_;
    ViewWidget<picture::SpectrumView> spectrum_;
    std::unique_ptr<analysis::SpectrumAnalyzer> analyzer_;
    std::vector<float> sound_;
    bool restoring_ = false;
    bool opening_ = false;
    std::unique_ptr<player::LiveGenerator> generator_;
    Background opener_;  ///< These end first.
    Background writer_;
};

}  // namespace attacca::studio
