#include "plot_axes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "figures.h"

namespace attacca::picture {
namespace {

constexpr float kFewestColumns_px = 120.0F;
constexpr float kFewestRows_px = 56.0F;
constexpr float kBeside_px = 6.0F;    ///< From the plot to the figures beside it.
constexpr float kBelow_px = 10.0F;    ///< From the plot to the middle of the figures below it.
constexpr float kBetween_px = 10.0F;  ///< From one figure to the next.
constexpr float kTimeRoom_px = 64.0F;
constexpr double kLeast_px = 1e-6;  ///< A line at a whole pixel stays there however its time is rounded.

/// Seconds, and the steps that clocks have.
constexpr std::array kTimeSteps_s{0.01, 0.02, 0.05, 0.1,  0.2,  0.5,   1.0,   2.0,   5.0,   10.0,   15.0,
                                  30.0, 60.0, 120., 300., 600., 1200., 1800., 3600., 7200., 14400., 43200.};

float size_px(const Canvas& canvas) { return kAxisText_px * canvas.scale(); }

}  // namespace

PixelBox plot_within(const Canvas& canvas, const Margins& margins) noexcept {
    const auto px = [&](float length) { return static_cast<std::size_t>(std::lround(length * canvas.scale())); };
    const PictureSize size = canvas.size();
    if (px(margins.left + margins.right + kFewestColumns_px) > size.width ||
        px(margins.top + margins.bottom + kFewestRows_px) > size.height) {
        return {0, 0, size.width, size.height};
    }
    return {px(margins.left), px(margins.top), size.width - px(margins.left) - px(margins.right),
            size.height - px(margins.top) - px(margins.bottom)};
}

bool has_margins(const Canvas& canvas, const PixelBox& plot) noexcept {
    return plot.width < canvas.size().width || plot.height < canvas.size().height;
}

double axis_step(std::span<const double> steps, double range, double length, double room) noexcept {
    for (const double step : steps) {
        if (step * length / range >= room) return step;
    }
    return steps.back();
}

void draw_level_line(Canvas& canvas, const PixelBox& plot, double y, Color color) {
    const auto thickness = static_cast<std::size_t>(std::max(1.0F, std::floor(canvas.scale())));
    const double row = std::clamp(std::floor(y), static_cast<double>(plot.y), static_cast<double>(plot.bottom()) - 1.0);
    if (!plot.empty()) canvas.fill({plot.x, static_cast<std::size_t>(row), plot.width, thickness}, color);
}

void draw_upright_line(Canvas& canvas, const PixelBox& plot, double x, Color color) {
    const auto thickness = static_cast<std::size_t>(std::max(1.0F, std::floor(canvas.scale())));
    const double column =
        std::clamp(std::floor(x), static_cast<double>(plot.x), static_cast<double>(plot.right()) - 1.0);
    if (!plot.empty()) canvas.fill({static_cast<std::size_t>(column), plot.y, thickness, plot.height}, color);
}

void write_beside(Canvas& canvas, const PixelBox& plot, AxisSide side, double y, std::string_view text, Color color) {
    const float half = 0.5F * size_px(canvas);
    const float middle =
        std::clamp(static_cast<float>(y), half, std::max(half, static_cast<float>(canvas.size().height) - half));
    const float gap = kBeside_px * canvas.scale();
    const bool left = side == AxisSide::left;
    canvas.write(text,
                 {.x = left ? static_cast<float>(plot.x) - gap : static_cast<float>(plot.right()) + gap,
                  .y = middle,
                  .size_px = size_px(canvas),
                  .anchor = left ? TextAnchor::right : TextAnchor::left},
                 color);
}

float write_below(Canvas& canvas, const PixelBox& plot, double x, std::string_view text, Color color) {
    const float width = Canvas::text_width(text, size_px(canvas));
    const float most = std::max(0.0F, static_cast<float>(canvas.size().width) - width - 1.0F);
    const float left = std::clamp(static_cast<float>(x) - 0.5F * width, 0.0F, most);
    canvas.write(text,
                 {.x = left,
                  .y = static_cast<float>(plot.bottom()) + kBelow_px * canvas.scale(),
                  .size_px = size_px(canvas),
                  .anchor = TextAnchor::left},
                 color);
    return left + width;
}

void draw_frequency_axis(Canvas& canvas, const PixelBox& plot, const LogScale& scale, const Theme& colors) {
    float free_from = 0.0F;
    for (const double hz : kNamedFrequencies_hz) {
        if (!scale.holds(hz)) continue;
        const double x = scale.place(hz);
        draw_upright_line(canvas, plot, x, colors.grid);
        if (!has_margins(canvas, plot)) continue;
        const Figures figures = frequency_figures(hz);
        const float width = Canvas::text_width(figures, size_px(canvas));
        const float left =
            std::min(static_cast<float>(x) - 0.5F * width, static_cast<float>(canvas.size().width) - width);
        if (left < free_from) continue;
        free_from = write_below(canvas, plot, x, figures, colors.faint_text) + kBetween_px * canvas.scale();
    }
}

void draw_upright_frequency_axis(Canvas& canvas, const PixelBox& plot, const LogScale& scale, const Theme& colors) {
    double free_to = static_cast<double>(canvas.size().height) + 1.0;
    for (const double hz : kNamedFrequencies_hz) {
        if (!scale.holds(hz)) continue;
        const double y = -scale.place(hz);
        draw_level_line(canvas, plot, y, colors.grid_strong.with_alpha(110));
        if (!has_margins(canvas, plot) || y > free_to) continue;
        write_beside(canvas, plot, AxisSide::left, y, frequency_figures(hz), colors.faint_text);
        free_to = y - 1.3 * static_cast<double>(size_px(canvas));
    }
}

void draw_time_axis(Canvas& canvas, const PixelBox& plot, double begin_s, double duration_s, const Theme& colors) {
    const double room = static_cast<double>(kTimeRoom_px * canvas.scale());
    const auto width = static_cast<double>(plot.width);
    const double step_s = axis_step(kTimeSteps_s, duration_s, width, room);
    const int decimals = step_s >= 1.0 ? 0 : step_s >= 0.1 ? 1 : 2;
    for (double step = std::ceil(begin_s / step_s - 1e-9); step * step_s < begin_s + duration_s; ++step) {
        const double x = static_cast<double>(plot.x) + (step * step_s - begin_s) / duration_s * width + kLeast_px;
        draw_upright_line(canvas, plot, x, colors.grid);
        if (!has_margins(canvas, plot) || step < 0.0) continue;
        write_below(canvas, plot, x, clock_figures(step * step_s, decimals), colors.faint_text);
    }
}

}  // namespace attacca::picture
