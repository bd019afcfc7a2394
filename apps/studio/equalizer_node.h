// A band's handle as a control: named, focused by Tab, moved by keys.
#pragma once

#include <QWidget>
#include <cstddef>

#include "equalizer_edit.h"
#include "spoken_slider.h"

namespace attacca::studio {

/// Invisible: the picture beneath draws the handle, and takes the mouse.
/// Arrows move it, by less with Shift; Page Up, Page Down, plus and minus change its Q; Home resets the gain, Delete
/// removes the band.
///
/// Threads    The window's.
class EqualizerNode : public QWidget, public SpokenSlider {
    Q_OBJECT

public:
    EqualizerNode(EqualizerEdit& edit, std::size_t band, QWidget* parent);

    [[nodiscard]] std::size_t band() const noexcept { return band_; }
    /// The band has changed: says its new name.
    void follow_band();

    [[nodiscard]] double spoken_value() const override;
    [[nodiscard]] double spoken_minimum() const override { return -kBandGain_db; }
    [[nodiscard]] double spoken_maximum() const override { return kBandGain_db; }
    [[nodiscard]] double spoken_step() const override { return 0.5; }
    [[nodiscard]] QString spoken_text() const override { return accessibleName(); }
    void set_spoken_value(double value) override;

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] bool use_key(const QKeyEvent& key, bool act);

    EqualizerEdit& edit_;
    std::size_t band_;
};

}  // namespace attacca::studio
