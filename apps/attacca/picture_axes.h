// What all pictures share: their colors, the plot's place, and an axis of time.
#pragma once

#include <cstddef>

#include "png_canvas.h"

namespace attacca::app {

inline constexpr Color kPictureBackground{14, 18, 24};
inline constexpr Color kPictureGrid{255, 255, 255};
inline constexpr Color kPictureText{160, 172, 184};
inline constexpr double kGridOpacity = 0.16;

/// The picture but its margins, in dots: left, upper, right and lower are the box's x, y, width and height.
[[nodiscard]] PixelBox plot_inside(PictureSize size, PixelBox margins_in_dots, std::size_t dot);

[[nodiscard]] std::ptrdiff_t to_pixel(double place);

/// Lines across the plot, and their times below it, from `begin_s` at its left edge. Requires a positive length.
void draw_time_axis(PngCanvas& canvas, const PixelBox& plot, double begin_s, double seconds);

}  // namespace attacca::app
