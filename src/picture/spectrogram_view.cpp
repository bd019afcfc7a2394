#include "attacca/picture/spectrogram_view.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstring>
#include <vector>

#include "blend.h"
#include "dirty_boxes.h"
#include "figures.h"
#include "graph.h"
#include "plot_axes.h"

namespace attacca::picture {
namespace {

constexpr Margins kMargins{.left = 38.0F, .top = 10.0F, .right = 14.0F, .bottom = 20.0F};
constexpr std::array kTimeSteps_s{0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0};
constexpr double kTimeRoom_px = 64.0;
constexpr std::uint8_t kGridOverShades = 70;

}  // namespace

struct SpectrogramView::State {
    Canvas canvas;
    ThemeName theme_name = ThemeName::dark;
    SpectrumAxes axes;
    double hop_s = 0.02;
    PixelBox plot;
    std::size_t column_px = 1;
    std::vector<std::uint8_t> shades;  ///< A ring of columns, each from the plot's top down.
    std::size_t columns = 0;           ///< Of the ring.
    std::size_t next = 0;              ///< The oldest column.
    std::size_t waiting = 0;           ///< Columns not yet drawn.
    SmoothSpread spread;
    std::vector<float> values;
    std::vector<float> rows;
    std::array<std::uint32_t, 256> colors{};
    std::vector<std::uint8_t> on_line;  ///< Rows of a grid line.
    std::uint32_t line_color = 0;
    bool stale = true;
    DirtyBoxes dirty;

    void place();
    void paint_frame();
    void paint_column(std::size_t x, std::size_t column);
};

void SpectrogramView::State::place() {
    plot = plot_within(canvas, kMargins);
    column_px = static_cast<std::size_t>(std::max(1.0F, std::round(canvas.scale())));
    column_px = std::clamp<std::size_t>(column_px, 1, std::max<std::size_t>(plot.width, 1));
    columns = std::max<std::size_t>(plot.width / column_px, 1);
    plot.x += plot.width - std::min(plot.width, columns * column_px);
    plot.width = std::min(plot.width, columns * column_px);
    shades.assign(columns * plot.height, 0);
    rows.assign(plot.height, 0.0F);
    next = 0;
    waiting = 0;
    stale = true;
}

void SpectrogramView::State::paint_frame() {
    const Theme& theme_colors = theme(theme_name);
    canvas.fill({0, 0, canvas.size().width, canvas.size().height}, theme_colors.background);
    for (std::size_t shade = 0; shade < colors.size(); ++shade) {
        colors[shade] = canvas.packed(shade_color(static_cast<std::uint8_t>(shade), theme_name));
    }
    line_color = canvas.packed(theme_colors.grid_strong);
    const LogScale scale{axes.lowest_hz, axes.highest_hz, -static_cast<double>(plot.bottom()),
                         static_cast<double>(plot.height)};
    draw_upright_frequency_axis(canvas, plot, scale, theme_colors);
    on_line.assign(plot.height, 0);
    for (const double hz : kNamedFrequencies_hz) {
        const double row = std::floor(-scale.place(hz)) - static_cast<double>(plot.y);
        if (row >= 0.0 && row < static_cast<double>(plot.height)) on_line[static_cast<std::size_t>(row)] = 1;
    }
    if (!has_margins(canvas, plot)) return;
    const double whole_s = hop_s * static_cast<double>(columns);
    const double step_s = axis_step(kTimeSteps_s, whole_s, static_cast<double>(plot.width),
                                    kTimeRoom_px * static_cast<double>(canvas.scale()));
    for (double ago_s = 0.0; ago_s <= whole_s; ago_s += step_s) {
        const double x = static_cast<double>(plot.right()) - ago_s / whole_s * static_cast<double>(plot.width);
        Figures figures = decimal(-ago_s, step_s < 1.0 ? 1 : 0);
        write_below(canvas, plot, x, figures.add(" s"), theme_colors.faint_text);
    }
}

void SpectrogramView::State::paint_column(std::size_t x, std::size_t column) {
    const std::uint8_t* shade = shades.data() + column * plot.height;
    for (std::size_t row = 0; row < plot.height; ++row) {
        const std::uint32_t color = colors[shade[row]];
        const std::uint32_t pixel = on_line[row] != 0 ? blended(color, line_color, kGridOverShades) : color;
        const auto to = canvas.row(plot.y + row).subspan(x, column_px);
        std::ranges::fill(to, pixel);
    }
}

SpectrogramView::SpectrogramView(PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
SpectrogramView::~SpectrogramView() = default;
SpectrogramView::SpectrogramView(SpectrogramView&&) noexcept = default;
SpectrogramView& SpectrogramView::operator=(SpectrogramView&&) noexcept = default;

void SpectrogramView::resize(PictureSize size, float scale) {
    if (size == state_->canvas.size() && scale == state_->canvas.scale()) return;
    state_->canvas.resize(size, scale);
    state_->place();
}

void SpectrogramView::set_theme(ThemeName name) {
    state_->stale |= name != state_->theme_name;
    state_->theme_name = name;
}

void SpectrogramView::set_axes(const SpectrumAxes& axes) {
    if (axes == state_->axes) return;
    state_->axes = axes;
    state_->place();
}

void SpectrogramView::set_hop(double hop_s) {
    assert(hop_s > 0.0);
    state_->stale |= hop_s != state_->hop_s;
    state_->hop_s = hop_s;
}

void SpectrogramView::add(std::span<const float> levels_db) {
    State& state = *state_;
    if (state.plot.empty() || levels_db.empty()) return;
    const auto bottom = static_cast<float>(state.axes.bottom_db);
    const auto per_db = static_cast<float>(255.0 / (state.axes.top_db - state.axes.bottom_db));
    state.values.resize(levels_db.size());
    for (std::size_t i = 0; i < levels_db.size(); ++i) {
        const float shade = (levels_db[i] - bottom) * per_db;
        state.values[i] = std::isfinite(shade) ? std::clamp(shade, 0.0F, 255.0F) : 0.0F;
    }
    state.spread.resize(levels_db.size(), state.plot.height);
    state.spread.spread(state.values, state.rows);
    std::uint8_t* shade = state.shades.data() + state.next * state.plot.height;
    for (std::size_t row = 0; row < state.plot.height; ++row) {
        shade[row] =
            static_cast<std::uint8_t>(std::clamp(state.rows[state.plot.height - 1 - row], 0.0F, 255.0F) + 0.5F);
    }
    state.next = state.next + 1 == state.columns ? 0 : state.next + 1;
    state.waiting = std::min(state.waiting + 1, state.columns);
}

void SpectrogramView::clear() {
    std::ranges::fill(state_->shades, std::uint8_t{0});
    state_->stale = true;
}

std::span<const PixelBox> SpectrogramView::draw() {
    State& state = *state_;
    state.dirty.clear();
    if (state.canvas.bytes().empty() || !(state.stale || state.waiting > 0)) return {};
    const PixelBox& plot = state.plot;
    if (state.stale) {
        state.paint_frame();
        state.waiting = state.columns;
        state.dirty.add({0, 0, state.canvas.size().width, state.canvas.size().height});
    } else {
        state.dirty.add(plot);
        const std::size_t moved = state.waiting * state.column_px;
        for (std::size_t y = plot.y; y < plot.bottom(); ++y) {
            std::uint32_t* row = state.canvas.row(y).data() + plot.x;
            std::memmove(row, row + moved, sizeof(std::uint32_t) * (plot.width - moved));
        }
    }
    for (std::size_t i = 0; i < state.waiting && !plot.empty(); ++i) {
        const std::size_t column = (state.next + state.columns - state.waiting + i) % state.columns;
        state.paint_column(plot.right() - (state.waiting - i) * state.column_px, column);
    }
    state.stale = false;
    state.waiting = 0;
    return state.dirty.boxes();
}

const Canvas& SpectrogramView::canvas() const noexcept { return state_->canvas; }
PixelBox SpectrogramView::plot() const noexcept { return state_->plot; }

}  // namespace attacca::picture
