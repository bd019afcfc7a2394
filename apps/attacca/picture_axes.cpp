#include "picture_axes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "text.h"

namespace attacca::app {
namespace {

constexpr std::size_t kTimeLabelDots = 60;  // A label and the space after it.

/// The least of 1, 2, 5, 10, ... seconds, and the steps that clocks have, that leaves room for the labels.
double time_step_s(double seconds, std::size_t labels) {
    constexpr std::array kSteps{0.01, 0.02, 0.05, 0.1,  0.2,  0.5,   1.0,   2.0,   5.0,   10.0,   15.0,
                                30.0, 60.0, 120., 300., 600., 1200., 1800., 3600., 7200., 14400., 43200.};
    for (const double step : kSteps) {
        if (seconds / step <= static_cast<double>(labels)) return step;
    }
    return seconds / static_cast<double>(std::max<std::size_t>(labels, 1));
}

std::string time_text(double time_s, double step_s) {
    if (step_s >= 1.0) return clock_text(time_s + 1e-6);
    return formatted(step_s < 0.1 ? "%.2f" : "%.1f", time_s);
}

}  // namespace

PixelBox plot_inside(PictureSize size, PixelBox margins_in_dots, std::size_t dot) {
    return {.x = margins_in_dots.x * dot,
            .y = margins_in_dots.y * dot,
            .width = size.width - (margins_in_dots.x + margins_in_dots.width) * dot,
            .height = size.height - (margins_in_dots.y + margins_in_dots.height) * dot};
}

std::ptrdiff_t to_pixel(double place) { return static_cast<std::ptrdiff_t>(std::lround(place)); }

void draw_time_axis(PngCanvas& canvas, const PixelBox& plot, double begin_s, double seconds) {
    const std::size_t dot = canvas.dot();
    const double step_s = time_step_s(seconds, plot.width / (kTimeLabelDots * dot));
    for (double step = std::ceil(begin_s / step_s); step * step_s < begin_s + seconds; ++step) {
        const double share = (step * step_s - begin_s) / seconds;
        const auto x = static_cast<std::ptrdiff_t>(plot.x) + to_pixel(share * static_cast<double>(plot.width));
        canvas.blend({static_cast<std::size_t>(x), plot.y, 1, plot.height}, kPictureGrid, kGridOpacity);
        canvas.write(time_text(step * step_s, step_s),
                     {.x = x, .y = static_cast<std::ptrdiff_t>(plot.bottom() + 7 * dot)}, kPictureText);
    }
}

}  // namespace attacca::app
