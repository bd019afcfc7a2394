// The frames, lines and figures around plots.
#pragma once

#include <span>

#include "attacca/picture/canvas.h"
#include "attacca/picture/theme.h"
#include "picture/log_scale.h"

namespace attacca::picture {

/// The size of the figures at axes, for a scale of 1.
inline constexpr float kAxisText_px = 11.0F;

/// What a plot leaves free at its edges, for a scale of 1.
struct Margins {
    float left = 0.0F;
    float top = 0.0F;
    float right = 0.0F;
    float bottom = 0.0F;
};

/// The canvas without its margins; all of it where they would leave no plot worth its axes.
[[nodiscard]] PixelBox plot_within(const Canvas& canvas, const Margins& margins) noexcept;
[[nodiscard]] bool has_margins(const Canvas& canvas, const PixelBox& plot) noexcept;

/// The least of the steps that leaves `room` pixels between the lines of an axis with `length` pixels for `range`;
/// the last where none does.
[[nodiscard]] double axis_step(std::span<const double> steps, double range, double length, double room) noexcept;

enum class AxisSide { left, right };

/// A line over the plot at this height, which may lie between pixels.
void draw_level_line(Canvas& canvas, const PixelBox& plot, double y, Color color);
void draw_upright_line(Canvas& canvas, const PixelBox& plot, double x, Color color);
/// A figure beside the plot at this height, moved to lie within the canvas.
void write_beside(Canvas& canvas, const PixelBox& plot, AxisSide side, double y, std::string_view text, Color color);
/// A figure below the plot, at this place and moved to lie within the canvas. Returns its right edge.
float write_below(Canvas& canvas, const PixelBox& plot, double x, std::string_view text, Color color);

/// Lines at the named frequencies, and their figures below the plot where there is room.
void draw_frequency_axis(Canvas& canvas, const PixelBox& plot, const LogScale& scale, const Theme& colors);
/// The same along the left edge, upward: `scale` runs from the plot's bottom, downward counted negative.
void draw_upright_frequency_axis(Canvas& canvas, const PixelBox& plot, const LogScale& scale, const Theme& colors);
/// Lines at whole times from `begin_s` on, and their figures below the plot. Requires a positive duration.
void draw_time_axis(Canvas& canvas, const PixelBox& plot, double begin_s, double duration_s, const Theme& colors);

}  // namespace attacca::picture
