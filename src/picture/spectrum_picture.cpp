#include "attacca/picture/spectrum_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "attacca/picture/spectrum_view.h"
#include "figures.h"
#include "frequency_spread.h"
#include "plot_axes.h"

namespace attacca::picture {
namespace {

constexpr float kPixelsForAScale = 480.0F;
constexpr double kCurveBottomDb = -120.0;
constexpr double kShadeBottomDb = -100.0;
constexpr double kShadeStepDb = 20.0;
constexpr Margins kShadeMargins{.left = 38.0F, .top = 10.0F, .right = 58.0F, .bottom = 20.0F};
constexpr float kLegendGap_px = 12.0F;
constexpr float kLegend_px = 10.0F;
constexpr std::uint8_t kTimeLinesOverShades = 90;

std::uint8_t shade_of(float level_db) {
    const double share = 1.0 - static_cast<double>(level_db) / kShadeBottomDb;
    return std::isfinite(share) ? static_cast<std::uint8_t>(std::lround(255.0 * std::clamp(share, 0.0, 1.0)))
                                : std::uint8_t{0};
}

}  // namespace

float picture_scale(PictureSize size) noexcept {
    return std::max(1.0F, static_cast<float>(std::min(size.width / 2, size.height)) / kPixelsForAScale);
}

Canvas spectrum_picture(std::span<const double> frequencies_hz, std::span<const float> levels_db,
                        const PictureSpec& spec) {
    SpectrumView view;
    view.set_theme(spec.theme);
    view.set_style(SpectrumStyle::filled);
    view.resize(spec.size, picture_scale(spec.size));
    Canvas canvas({.size = spec.size, .scale = picture_scale(spec.size)});
    if (view.plot().empty()) return canvas;
    const FrequencySpread spread(frequencies_hz, view.plot().width);
    view.set_axes({.lowest_hz = spread.scale().lowest_hz,
                   .highest_hz = spread.scale().highest_hz,
                   .top_db = 0.0,
                   .bottom_db = kCurveBottomDb});
    std::vector<float> columns(view.plot().width);
    spread.spread(levels_db, columns);
    view.set_levels(columns, {});
    view.draw();
    canvas.copy(view.canvas(), {0, 0, spec.size.width, spec.size.height});
    return canvas;
}

struct SpectrogramPicture::State {
    PictureSpec spec;
    double hop_s;
    PixelBox plot;
    FrequencySpread spread;
    double first_time_s = 0.0;
    std::size_t hops = 0;
    std::size_t hops_per_column = 1;
    std::vector<float> row_levels_db;
    std::vector<std::uint8_t> shades;  ///< Column after column, the lowest frequency first.

    State(std::span<const double> frequencies_hz, double hop, const PictureSpec& picture)
        : spec(picture),
          hop_s(hop),
          plot(plot_within(Canvas({.size = picture.size, .scale = picture_scale(picture.size)}), kShadeMargins)),
          spread(frequencies_hz, std::max<std::size_t>(plot.height, 1)),
          row_levels_db(spread.pixels()) {}

    void halve_columns();
    [[nodiscard]] std::uint8_t shade_at(std::size_t x, std::size_t row) const noexcept;
    void draw_legend(Canvas& canvas, const Theme& colors) const;
};

void SpectrogramPicture::State::halve_columns() {
    const std::size_t rows = spread.pixels();
    const std::size_t columns = shades.size() / rows / 2;
    for (std::size_t i = 0; i < columns; ++i) {
        const std::uint8_t* pair = shades.data() + 2 * i * rows;
        for (std::size_t row = 0; row < rows; ++row) shades[i * rows + row] = std::max(pair[row], pair[rows + row]);
    }
    shades.resize(columns * rows);
    hops_per_column *= 2;
}

std::uint8_t SpectrogramPicture::State::shade_at(std::size_t x, std::size_t row) const noexcept {
    const auto column_at = [&](std::size_t pixel) { return pixel * hops / plot.width / hops_per_column; };
    const std::size_t rows = spread.pixels();
    const std::size_t first = column_at(x);
    const std::size_t end = std::clamp(column_at(x + 1), first + 1, shades.size() / rows);
    std::uint8_t shade = 0;
    for (std::size_t column = first; column < end; ++column) shade = std::max(shade, shades[column * rows + row]);
    return shade;
}

/// What the colors mean.
void SpectrogramPicture::State::draw_legend(Canvas& canvas, const Theme& colors) const {
    const auto px = [&](float length) { return static_cast<std::size_t>(std::lround(length * canvas.scale())); };
    const PixelBox legend{plot.right() + px(kLegendGap_px), plot.y, px(kLegend_px), plot.height};
    for (std::size_t i = 0; i < legend.height; ++i) {
        canvas.fill({legend.x, legend.y + i, legend.width, 1},
                    shade_color(static_cast<std::uint8_t>(255 - 255 * i / legend.height), spec.theme));
    }
    for (double level_db = 0.0; level_db >= kShadeBottomDb; level_db -= kShadeStepDb) {
        const double y = static_cast<double>(legend.y) + level_db / kShadeBottomDb * static_cast<double>(legend.height);
        write_beside(canvas, legend, AxisSide::right, y, decimal(level_db, 0), colors.faint_text);
    }
}

SpectrogramPicture::SpectrogramPicture(std::span<const double> frequencies_hz, double hop_s, const PictureSpec& spec)
    : state_(std::make_unique<State>(frequencies_hz, hop_s, spec)) {}
SpectrogramPicture::~SpectrogramPicture() = default;
SpectrogramPicture::SpectrogramPicture(SpectrogramPicture&&) noexcept = default;
SpectrogramPicture& SpectrogramPicture::operator=(SpectrogramPicture&&) noexcept = default;

void SpectrogramPicture::add(double time_s, std::span<const float> levels_db) {
    State& state = *state_;
    const std::size_t rows = state.spread.pixels();
    if (state.hops == 0) state.first_time_s = time_s;
    if (state.hops % state.hops_per_column == 0) {
        if (state.shades.size() / rows == 2 * std::max<std::size_t>(state.plot.width, 1)) state.halve_columns();
        if (state.hops % state.hops_per_column == 0) state.shades.resize(state.shades.size() + rows);
    }
    ++state.hops;
    state.spread.spread(levels_db, state.row_levels_db);
    std::uint8_t* column = state.shades.data() + state.shades.size() - rows;
    for (std::size_t row = 0; row < rows; ++row)
        column[row] = std::max(column[row], shade_of(state.row_levels_db[row]));
}

Canvas SpectrogramPicture::draw() const {
    const State& state = *state_;
    const PixelBox& plot = state.plot;
    const Theme& colors = theme(state.spec.theme);
    Canvas canvas({.size = state.spec.size, .scale = picture_scale(state.spec.size)});
    canvas.fill({0, 0, state.spec.size.width, state.spec.size.height}, colors.background);
    canvas.fill(plot, colors.panel);
    std::array<std::uint32_t, 256> pixels;
    for (std::size_t shade = 0; shade < pixels.size(); ++shade) {
        pixels[shade] = canvas.packed(shade_color(static_cast<std::uint8_t>(shade), state.spec.theme));
    }
    for (std::size_t row = 0; row < plot.height && state.hops > 0; ++row) {
        const auto to = canvas.row(plot.bottom() - 1 - row).subspan(plot.x, plot.width);
        for (std::size_t x = 0; x < plot.width; ++x) to[x] = pixels[state.shade_at(x, row)];
    }
    LogScale upright = state.spread.scale();
    upright.begin = -static_cast<double>(plot.bottom());
    draw_upright_frequency_axis(canvas, plot, upright, colors);
    if (state.hops > 0) {
        Theme over = colors;
        over.grid = colors.grid_strong.with_alpha(kTimeLinesOverShades);
        const double seconds = state.hop_s * static_cast<double>(state.hops);
        draw_time_axis(canvas, plot, state.first_time_s - 0.5 * state.hop_s, seconds, over);
    }
    if (has_margins(canvas, plot)) state.draw_legend(canvas, colors);
    return canvas;
}

}  // namespace attacca::picture
