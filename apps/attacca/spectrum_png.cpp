#include "spectrum_png.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

#include "picture_axes.h"
#include "text.h"

namespace attacca::app {
namespace {

constexpr double kLowestHz = 20.0;
constexpr double kHighestHz = 20000.0;
constexpr double kCurveBottomDb = -120.0;
constexpr double kShadeBottomDb = -100.0;
constexpr double kGridDb = 20.0;

constexpr Color kFill{24, 92, 120};
constexpr Color kLine{120, 214, 255};

std::string frequency_text(double frequency_hz) {
    return frequency_hz < 1000.0 ? formatted("%.0f", frequency_hz) : formatted("%.0fk", frequency_hz / 1000.0);
}

double linear_to_srgb(double value) {
    return value <= 0.0031308 ? 12.92 * value : 1.055 * std::pow(value, 1.0 / 2.4) - 0.055;
}

std::uint8_t to_byte(double linear) {
    return static_cast<std::uint8_t>(std::lround(255.0 * linear_to_srgb(std::clamp(linear, 0.0, 1.0))));
}

std::uint8_t shade_of(float level_db) {
    const double share = 1.0 - static_cast<double>(level_db) / kShadeBottomDb;
    return static_cast<std::uint8_t>(std::lround(255.0 * std::clamp(share, 0.0, 1.0)));
}

}  // namespace

Color shade_color(std::uint8_t shade) noexcept {
    // A path through OKLab (Ottosson 2020), whose lightness is what the eye sees: lightness rises in a line while the
    // hue turns from violet to yellow; the chroma falls at both ends, where the screen has none.
    const double share = shade / 255.0;
    const double lightness = 0.12 + 0.85 * share;
    const double hue = (290.0 + 175.0 * share) * std::numbers::pi / 180.0;
    const double chroma = 0.19 * std::sqrt(std::sin(std::numbers::pi * (0.04 + 0.88 * share)));
    const double a = chroma * std::cos(hue);
    const double b = chroma * std::sin(hue);
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3.0);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3.0);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3.0);
    return {to_byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            to_byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            to_byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

FrequencyAxis::FrequencyAxis(std::span<const double> frequencies_hz, std::size_t pixels)
    : lowest_hz_(std::max(kLowestHz, frequencies_hz.front())), highest_hz_(std::min(kHighestHz, frequencies_hz.back())) {
    assert(frequencies_hz.size() > 1 && lowest_hz_ < highest_hz_ && pixels > 0);
    const double ratio = highest_hz_ / lowest_hz_;
    const auto at = [&](double pixel) { return lowest_hz_ * std::pow(ratio, pixel / static_cast<double>(pixels)); };
    const auto first_above = [&](double hz) {
        const auto found = std::lower_bound(frequencies_hz.begin(), frequencies_hz.end(), hz);
        return static_cast<std::size_t>(found - frequencies_hz.begin());
    };
    for (std::size_t i = 0; i < pixels; ++i) {
        const double pixel = static_cast<double>(i);
        const std::size_t first = first_above(at(pixel));
        const std::size_t end = first_above(at(pixel + 1.0));
        if (end > first) {
            sources_.push_back({first, end - 1, -1.0F});
            continue;
        }
        const std::size_t above = std::clamp<std::size_t>(first, 1, frequencies_hz.size() - 1);
        const double step = frequencies_hz[above] - frequencies_hz[above - 1];
        const double share = std::clamp((at(pixel + 0.5) - frequencies_hz[above - 1]) / step, 0.0, 1.0);
        sources_.push_back({above - 1, above, static_cast<float>(share)});
    }
}

double FrequencyAxis::place(double frequency_hz) const noexcept {
    return static_cast<double>(pixels()) * std::log(frequency_hz / lowest_hz_) / std::log(highest_hz_ / lowest_hz_);
}

void FrequencyAxis::spread(std::span<const float> levels_db, std::span<float> pixel_levels_db) const noexcept {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        const auto& source = sources_[i];
        if (source.share_of_last < 0.0F) {
            pixel_levels_db[i] = *std::max_element(&levels_db[source.first], &levels_db[source.last] + 1);
        } else {
            pixel_levels_db[i] = std::lerp(levels_db[source.first], levels_db[source.last], source.share_of_last);
        }
    }
}

std::vector<double> FrequencyAxis::grid_hz() const {
    std::vector<double> grid;
    for (double decade = 1.0; decade <= highest_hz_; decade *= 10.0) {
        for (const double step : {1.0, 2.0, 5.0}) {
            const double hz = step * decade;
            if (hz >= 0.999 * lowest_hz_ && hz <= 1.001 * highest_hz_) grid.push_back(hz);
        }
    }
    return grid;
}

PixelBox spectrum_plot(PictureSize size) noexcept {
    return plot_inside(size, {.x = 30, .y = 8, .width = 14, .height = 14}, PngCanvas::dot_of(size));
}

std::string spectrum_png(std::span<const double> frequencies_hz, std::span<const float> levels_db, PictureSize size) {
    PngCanvas canvas(size, kPictureBackground);
    const PixelBox box = spectrum_plot(size);
    const std::size_t dot = canvas.dot();
    const FrequencyAxis axis(frequencies_hz, box.width);
    std::vector<float> levels(box.width);
    axis.spread(levels_db, levels);
    const auto row_of = [&](double level_db) {
        const double share = std::clamp(level_db / kCurveBottomDb, 0.0, 1.0);
        return box.y + static_cast<std::size_t>(std::lround(share * static_cast<double>(box.height - 1)));
    };

    std::size_t before = row_of(levels.front());
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const std::size_t row = row_of(levels[i]);
        canvas.fill({box.x + i, row, 1, box.bottom() - row}, kFill);
        const auto [upper, lower] = std::minmax(before, row);
        canvas.fill({box.x + i, upper, 1, std::min(lower + dot, box.bottom()) - upper}, kLine);
        before = row;
    }
    const auto left_of_plot = static_cast<std::ptrdiff_t>(box.x - 4 * dot);
    for (double level_db = 0.0; level_db >= kCurveBottomDb; level_db -= kGridDb) {
        const std::size_t row = row_of(level_db);
        canvas.blend({box.x, row, box.width, 1}, kPictureGrid, kGridOpacity);
        canvas.write(level_db == 0.0 ? "0dB" : formatted("%.0f", level_db),
                     {.x = left_of_plot, .y = static_cast<std::ptrdiff_t>(row), .anchor = TextAnchor::right},
                     kPictureText);
    }
    for (const double hz : axis.grid_hz()) {
        const auto x = static_cast<std::ptrdiff_t>(box.x) + to_pixel(axis.place(hz));
        canvas.blend({static_cast<std::size_t>(x), box.y, 1, box.height}, kPictureGrid, kGridOpacity);
        canvas.write(frequency_text(hz), {.x = x, .y = static_cast<std::ptrdiff_t>(box.bottom() + 7 * dot)},
                     kPictureText);
    }
    return canvas.png();
}

SpectrogramPicture::SpectrogramPicture(std::span<const double> frequencies_hz, double hop_s, PictureSize size)
    : size_(size), hop_s_(hop_s), axis_(frequencies_hz, plot(size).height), row_levels_db_(axis_.pixels()) {}

PixelBox SpectrogramPicture::plot(PictureSize size) noexcept {
    return plot_inside(size, {.x = 26, .y = 8, .width = 46, .height = 14}, PngCanvas::dot_of(size));
}

void SpectrogramPicture::add(double time_s, std::span<const float> levels_db) {
    const std::size_t rows = axis_.pixels();
    if (hops_ == 0) first_time_s_ = time_s;
    if (hops_ % hops_per_column_ == 0) {
        if (shades_.size() / rows == 2 * plot(size_).width) halve_columns();
        if (hops_ % hops_per_column_ == 0) shades_.resize(shades_.size() + rows);
    }
    ++hops_;
    axis_.spread(levels_db, row_levels_db_);
    std::uint8_t* column = shades_.data() + shades_.size() - rows;
    for (std::size_t row = 0; row < rows; ++row) column[row] = std::max(column[row], shade_of(row_levels_db_[row]));
}

void SpectrogramPicture::halve_columns() {
    const std::size_t rows = axis_.pixels();
    const std::size_t columns = shades_.size() / rows / 2;
    for (std::size_t i = 0; i < columns; ++i) {
        const std::uint8_t* pair = shades_.data() + 2 * i * rows;
        for (std::size_t row = 0; row < rows; ++row) shades_[i * rows + row] = std::max(pair[row], pair[rows + row]);
    }
    shades_.resize(columns * rows);
    hops_per_column_ *= 2;
}

std::uint8_t SpectrogramPicture::shade_at(std::size_t x, std::size_t row, const PixelBox& box) const noexcept {
    const auto column_at = [&](std::size_t pixel) { return pixel * hops_ / box.width / hops_per_column_; };
    const std::size_t rows = axis_.pixels();
    const std::size_t first = column_at(x);
    const std::size_t end = std::clamp(column_at(x + 1), first + 1, shades_.size() / rows);
    std::uint8_t shade = 0;
    for (std::size_t column = first; column < end; ++column) shade = std::max(shade, shades_[column * rows + row]);
    return shade;
}

std::string SpectrogramPicture::png() const {
    PngCanvas canvas(size_, kPictureBackground);
    const PixelBox box = plot(size_);
    const std::size_t dot = canvas.dot();
    std::array<Color, 256> colors;
    for (std::size_t shade = 0; shade < colors.size(); ++shade) colors[shade] = shade_color(static_cast<std::uint8_t>(shade));
    for (std::size_t x = 0; x < box.width && hops_ > 0; ++x) {
        for (std::size_t row = 0; row < box.height; ++row) {
            canvas.fill({box.x + x, box.bottom() - 1 - row, 1, 1}, colors[shade_at(x, row, box)]);
        }
    }
    for (const double hz : axis_.grid_hz()) {
        const auto y = static_cast<std::ptrdiff_t>(box.bottom()) - to_pixel(axis_.place(hz));
        canvas.blend({box.x, static_cast<std::size_t>(y), box.width, 1}, kPictureGrid, kGridOpacity);
        canvas.write(frequency_text(hz),
                     {.x = static_cast<std::ptrdiff_t>(box.x - 4 * dot), .y = y, .anchor = TextAnchor::right},
                     kPictureText);
    }
    const double seconds = hop_s_ * static_cast<double>(hops_);
    const double begin_s = first_time_s_ - 0.5 * hop_s_;
    if (hops_ > 0) draw_time_axis(canvas, box, begin_s, seconds);
    // What the colors mean.
    const PixelBox scale{box.right() + 8 * dot, box.y, 8 * dot, box.height};
    for (std::size_t i = 0; i < scale.height; ++i) {
        canvas.fill({scale.x, scale.y + i, scale.width, 1}, colors[255 - 255 * i / scale.height]);
    }
    for (double level_db = 0.0; level_db >= kShadeBottomDb; level_db -= kGridDb) {
        const double y = static_cast<double>(scale.y) + level_db / kShadeBottomDb * static_cast<double>(scale.height);
        canvas.write(level_db == 0.0 ? "0dB" : formatted("%.0f", level_db),
                     {.x = static_cast<std::ptrdiff_t>(scale.right() + 3 * dot), .y = to_pixel(y), .anchor = TextAnchor::left},
                     kPictureText);
    }
    return canvas.png();
}

}  // namespace attacca::app
