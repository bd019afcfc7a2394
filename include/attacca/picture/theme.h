// The colors of every picture.
#pragma once

#include <array>
#include <string_view>

#include "attacca/picture/canvas.h"

namespace attacca::picture {

enum class ThemeName { light, dark, high_contrast };

/// Text stands on `background` and `panel` with a WCAG contrast of at least 4.5, in high contrast 7; what must be seen
/// apart differs in lightness, not in hue alone.
struct Theme {
    Color background;  ///< Around the plots, and of the window.
    Color panel;       ///< Behind a plot.
    Color grid;
    Color grid_strong;  ///< The lines that others are read from: 0 dB, an octave's C.
    Color text;
    Color faint_text;   ///< Of axes.
    Color accent;       ///< What the user holds: the equalizer's curve, the play head, a selected handle.
    Color signal_low;   ///< What sounds, at the bottom of a plot ...
    Color signal_high;  ///< ... and at its top.
    Color signal_line;  ///< The edge of a filled spectrum, an oscilloscope's line.
    Color peak;         ///< Held peaks.
    Color idle;         ///< What has not been played, a needle at rest.
    Color good;
    Color caution;
    Color alarm;
    std::array<Color, 8> bands;  ///< Of an equalizer, and voices; distinct to color-blind eyes.
};

[[nodiscard]] const Theme& theme(ThemeName name) noexcept;
/// "light", "dark", "high contrast".
[[nodiscard]] std::string_view name(ThemeName name) noexcept;

/// From 1, the same, to 21, black on white (WCAG 2.1).
[[nodiscard]] double contrast(Color one, Color other) noexcept;

/// A level as a color: lightness rises evenly with it, so that equal steps look equal. 0 is the quietest.
[[nodiscard]] Color shade_color(std::uint8_t shade, ThemeName name) noexcept;

}  // namespace attacca::picture
