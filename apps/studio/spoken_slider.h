// What a screen reader is told of controls that are drawn by us.
#pragma once

#include <QString>

class QWidget;

namespace attacca::studio {

/// A QWidget that also is one of these is a slider to screen readers, under its accessible name.
class SpokenSlider {
public:
    virtual ~SpokenSlider() = default;

    [[nodiscard]] virtual double spoken_value() const = 0;
    [[nodiscard]] virtual double spoken_minimum() const = 0;
    [[nodiscard]] virtual double spoken_maximum() const = 0;
    [[nodiscard]] virtual double spoken_step() const = 0;
    /// The value in words: "1 minute 20 seconds of 3 minutes".
    [[nodiscard]] virtual QString spoken_text() const = 0;
    virtual void set_spoken_value(double value) = 0;
};

/// Once, before the first widget: lets Qt find SpokenSlider.
void install_spoken_sliders();

/// Says that the value, and the words for it, have changed.
void announce_value(QWidget& control);

}  // namespace attacca::studio
