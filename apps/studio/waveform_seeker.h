// The track at a glance, to seek in with the mouse or the keys.
#pragma once

#include <optional>
#include <vector>

#include "attacca/picture/waveform_view.h"
#include "attacca/player/waveform_overview.h"
#include "picture_widget.h"
#include "spoken_slider.h"
#include "studio_model.h"

namespace attacca::studio {

/// A slider of seconds. Left and Right go 5 seconds, Page Up and Page Down a minute, Home and End to the ends.
///
/// Threads    The window's.
class WaveformSeeker : public ViewWidget<picture::WaveformView>, public SpokenSlider {
    Q_OBJECT

public:
    explicit WaveformSeeker(StudioModel& model, QWidget* parent = nullptr);

    /// Takes up the position, and what has been read of the track, as they are now.
    void follow_position();

    [[nodiscard]] double spoken_value() const override { return model_.status().position_s; }
    [[nodiscard]] double spoken_minimum() const override { return 0.0; }
    [[nodiscard]] double spoken_maximum() const override { return model_.status().duration_s.value_or(0.0); }
    [[nodiscard]] double spoken_step() const override { return 5.0; }
    [[nodiscard]] QString spoken_text() const override;
    void set_spoken_value(double value) override { model_.seek(value); }

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void follow_track();
    void follow_overview();
    [[nodiscard]] bool use_key(const QKeyEvent& key, bool act);

    StudioModel& model_;
    player::WaveformOverview overview_;
    std::optional<media::Track> track_;  // That the overview is of.
    std::uint64_t shown_changes_ = 0;
    std::vector<picture::WaveformColumn> columns_;
};

}  // namespace attacca::studio
