#include "attacca/picture/spectrum_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "column_rows.h"
#include "dirty_boxes.h"
#include "equalizer_overlay.h"
#include "figures.h"
#include "plot_axes.h"
#include "spectrum_bars.h"
#include "spectrum_curve.h"
#include "spectrum_layers.h"
#include "spectrum_ring.h"

namespace attacca::picture {
namespace {

constexpr Margins kMargins{.left = 38.0F, .top = 10.0F, .right = 14.0F, .bottom = 20.0F};
constexpr float kGainMargin_px = 34.0F;
constexpr double kLevelRoom_px = 30.0;
constexpr double kGainRoom_px = 22.0;
constexpr std::array kLevelSteps_db{6.0, 10.0, 12.0, 15.0, 20.0, 24.0, 30.0, 40.0, 48.0, 60.0};
constexpr std::array kGainSteps_db{3.0, 6.0, 12.0, 24.0};
/// Behind an equalizer the signal steps back.
constexpr std::uint8_t kSignalBehindCurves = 150;

}  // namespace

struct SpectrumView::State {
    Canvas canvas;
    SpectrumLayers layers;
    SpectrumGround ground;  ///< Kept where an equalizer is shown.
    ColumnRows touched;
    ThemeName theme_name = ThemeName::dark;
    SpectrumStyle style = SpectrumStyle::bars;
    SpectrumAxes axes;
    PixelBox plot;
    LogScale frequencies;
    EqualizerOverlay overlay;
    SpectrumBars bars;
    SpectrumCurve curve;
    SpectrumRing ring;
    std::vector<float> levels;  ///< 0 at the plot's bottom, 1 at its top.
    std::vector<float> peaks;
    bool stale = true;      ///< The layers no longer show what is set.
    bool misplaced = true;  ///< The plot's place or the number of levels has changed.
    bool bent = false;      ///< Only the equalizer's curve has changed.
    bool moved = true;
    DirtyBoxes dirty;

    [[nodiscard]] bool shows_equalizer() const { return overlay.shown() && style != SpectrumStyle::circular; }
    void place();
    void paint_layers();
    void paint_equalizer(const Theme& colors);
    void mend_layers();
    [[nodiscard]] Color edge_color(const Theme& colors) const {
        return style == SpectrumStyle::bars ? colors.peak : colors.signal_line;
    }
    void paint_background(const Theme& colors);
    void paint_levels(const Theme& colors);
    void paint_gains(const Theme& colors);
    void take(std::span<const float> levels_db, std::vector<float>& shares);
    [[nodiscard]] SpectrumCurve::Area area() const {
        return style == SpectrumStyle::filled ? SpectrumCurve::Area::filled : SpectrumCurve::Area::empty;
    }
};

void SpectrumView::State::place() {
    Margins margins = kMargins;
    if (shows_equalizer()) margins.right = kGainMargin_px;
    plot = style == SpectrumStyle::circular ? PixelBox{0, 0, canvas.size().width, canvas.size().height}
                                            : plot_within(canvas, margins);
    frequencies = {axes.lowest_hz, axes.highest_hz, static_cast<double>(plot.x), static_cast<double>(plot.width)};
    overlay.place(plot, frequencies, canvas.scale());
    bars.place(levels.size(), plot, canvas.scale());
    curve.place(levels.size(), plot, canvas.scale());
}

void SpectrumView::State::paint_levels(const Theme& colors) {
    const double range = axes.top_db - axes.bottom_db;
    const auto height = static_cast<double>(plot.height);
    // Lines at both edges look calmest: only steps that divide the range, where there are some.
    std::array<double, kLevelSteps_db.size()> steps{};
    std::size_t count = 0;
    for (const double step : kLevelSteps_db) {
        const double parts = range / step;
        if (std::fabs(parts - std::round(parts)) < 1e-6) steps[count++] = step;
    }
    if (count == 0) steps[count++] = 20.0;
    const double room = kLevelRoom_px * static_cast<double>(canvas.scale());
    const double step = axis_step(std::span(steps).first(count), range, height, room);
    for (double level_db = axes.top_db; level_db >= axes.bottom_db - 1e-6; level_db -= step) {
        const double y = static_cast<double>(plot.y) + (axes.top_db - level_db) / range * height;
        if (!shows_equalizer()) draw_level_line(layers.unlit, plot, y, colors.grid);
        if (has_margins(canvas, plot)) {
            write_beside(layers.unlit, plot, AxisSide::left, y, decimal(level_db, 0), colors.faint_text);
        }
    }
}

void SpectrumView::State::paint_gains(const Theme& colors) {
    const double range_db = overlay.range_db();
    const double room = kGainRoom_px * static_cast<double>(canvas.scale());
    const double step = axis_step(kGainSteps_db, 2.0 * range_db, static_cast<double>(plot.height), room);
    for (double gain_db = -range_db; gain_db <= range_db; gain_db += step) {
        const double y = static_cast<double>(overlay.y_of(gain_db));
        draw_level_line(layers.unlit, plot, y, gain_db == 0.0 ? colors.grid_strong : colors.grid);
        if (has_margins(canvas, plot)) {
            write_beside(layers.unlit, plot, AxisSide::right, y, signed_decimal(gain_db, 0), colors.text);
        }
    }
}

void SpectrumView::State::paint_background(const Theme& colors) {
    layers.unlit.fill({0, 0, canvas.size().width, canvas.size().height}, colors.background);
    layers.unlit.fill(plot, colors.panel);
    if (style == SpectrumStyle::circular) return;
    draw_frequency_axis(layers.unlit, plot, frequencies, colors);
    if (shows_equalizer()) paint_gains(colors);
    paint_levels(colors);
}

void SpectrumView::State::paint_layers() {
    const Theme& colors = theme(theme_name);
    if (misplaced) place();
    for (Canvas* layer : {&layers.unlit, &layers.lit, &layers.edge}) {
        if (layer->size() != canvas.size() || layer->scale() != canvas.scale())
            layer->resize(canvas.size(), canvas.scale());
    }
    paint_background(colors);
    const PixelBox whole{0, 0, canvas.size().width, canvas.size().height};
    layers.lit.copy(layers.unlit, whole);
    if (style == SpectrumStyle::circular) {
        layers.edge.copy(layers.unlit, whole);
        ring.place(levels.size(), plot, canvas.scale(), layers, colors);
    } else {
        const bool filled = style == SpectrumStyle::filled;
        const std::uint8_t alpha = shows_equalizer() ? kSignalBehindCurves : 255;
        const auto low = static_cast<std::uint8_t>(filled ? alpha / 3 : alpha);
        layers.lit.fill_gradient(plot, colors.signal_high.with_alpha(alpha), colors.signal_low.with_alpha(low));
        layers.edge.fill(plot, edge_color(colors));
        if (shows_equalizer()) paint_equalizer(colors);
    }
    canvas.copy(layers.unlit, whole);
    bars.forget();
    curve.forget();
    stale = misplaced = bent = false;
}

void SpectrumView::State::paint_equalizer(const Theme& colors) {
    const PixelBox whole{0, 0, canvas.size().width, canvas.size().height};
    for (Canvas* layer : {&ground.unlit, &ground.lit}) {
        if (layer->size() != canvas.size()) layer->resize(canvas.size(), canvas.scale());
    }
    ground.unlit.copy(layers.unlit, whole);
    ground.lit.copy(layers.lit, whole);
    touched.resize(canvas.size());
    overlay.mark_changes(touched);
    touched.add_all();
    overlay.paint(std::array{&layers.unlit, &layers.lit, &layers.edge}, colors, touched);
}

/// Where the curve was and is.
void SpectrumView::State::mend_layers() {
    const Theme& colors = theme(theme_name);
    touched.clear();
    overlay.mark_changes(touched);
    for (std::size_t group = 0; group < touched.groups(); ++group) {
        const PixelBox box = touched.box(group);
        layers.unlit.copy(ground.unlit, box);
        layers.lit.copy(ground.lit, box);
        layers.edge.fill(intersection(box, plot), edge_color(colors));
    }
    overlay.paint(std::array{&layers.unlit, &layers.lit, &layers.edge}, colors, touched);
    for (std::size_t group = 0; group < touched.groups(); ++group) {
        canvas.copy(layers.unlit, touched.box(group));
        dirty.add(touched.box(group));
    }
    if (style == SpectrumStyle::bars) {
        bars.redraw(canvas, layers, touched);
    } else {
        curve.redraw(canvas, layers, area(), touched);
    }
    bent = false;
}

void SpectrumView::State::take(std::span<const float> levels_db, std::vector<float>& shares) {
    if (shares.size() != levels_db.size()) {
        shares.resize(levels_db.size());
        misplaced = stale = true;
    }
    const auto bottom = static_cast<float>(axes.bottom_db);
    const auto per_db = static_cast<float>(1.0 / (axes.top_db - axes.bottom_db));
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const float share = (levels_db[i] - bottom) * per_db;
        const float within = share > 0.0F ? std::min(share, 1.0F) : 0.0F;  // NaN is not above 0 either.
        const float seen = std::isinf(levels_db[i]) ? 0.0F : within;
        moved |= seen != shares[i];
        shares[i] = seen;
    }
}

SpectrumView::SpectrumView(PixelOrder order) : state_(std::make_unique<State>()) {
    const CanvasSpec spec{.order = order};
    state_->canvas = Canvas(spec);
    state_->layers = {Canvas(spec), Canvas(spec), Canvas(spec)};
    state_->ground = {Canvas(spec), Canvas(spec)};
}
SpectrumView::~SpectrumView() = default;
SpectrumView::SpectrumView(SpectrumView&&) noexcept = default;
SpectrumView& SpectrumView::operator=(SpectrumView&&) noexcept = default;

void SpectrumView::resize(PictureSize size, float scale) {
    if (size == state_->canvas.size() && scale == state_->canvas.scale()) return;
    state_->canvas.resize(size, scale);
    state_->misplaced = state_->stale = true;
    state_->place();  // Places can be asked for before the next picture.
}

void SpectrumView::set_theme(ThemeName name) {
    state_->stale |= name != state_->theme_name;
    state_->theme_name = name;
}

void SpectrumView::set_style(SpectrumStyle style) {
    if (style == state_->style) return;
    state_->style = style;
    state_->misplaced = state_->stale = true;
    state_->place();
}

void SpectrumView::set_axes(const SpectrumAxes& axes) {
    if (axes == state_->axes) return;
    state_->axes = axes;
    state_->misplaced = state_->stale = true;
    state_->place();
}

void SpectrumView::set_levels(std::span<const float> levels_db, std::span<const float> peaks_db) {
    state_->take(levels_db, state_->levels);
    state_->take(peaks_db, state_->peaks);
}

void SpectrumView::set_equalizer(const EqualizerCurve& curve) {
    const bool was_shown = state_->overlay.shown();
    const double range_db = state_->overlay.range_db();
    if (!state_->overlay.set(curve)) return;
    state_->bent = true;
    if (!was_shown || range_db != state_->overlay.range_db()) state_->stale = true;
    if (!was_shown) {
        state_->misplaced = true;
        state_->place();
    }
}

void SpectrumView::clear_equalizer() {
    if (!state_->overlay.clear()) return;
    state_->misplaced = state_->stale = true;
    state_->place();
}

std::span<const PixelBox> SpectrumView::draw() {
    State& state = *state_;
    state.dirty.clear();
    if (state.canvas.bytes().empty() || !(state.stale || state.bent || state.moved)) return {};
    const bool whole = state.stale;
    if (state.stale) state.paint_layers();
    if (state.bent && state.shows_equalizer()) state.mend_layers();
    switch (state.style) {
        case SpectrumStyle::bars:
            state.bars.draw(state.canvas, state.layers, state.levels, state.peaks, state.dirty);
            break;
        case SpectrumStyle::line:
        case SpectrumStyle::filled:
            state.curve.draw(state.canvas, state.layers, state.levels, state.area(), state.dirty);
            break;
        case SpectrumStyle::circular:
            state.ring.draw(state.canvas, state.layers, state.levels, state.peaks, state.dirty);
            break;
    }
    state.moved = state.bent = false;
    if (whole) {
        state.dirty.clear();
        state.dirty.add({0, 0, state.canvas.size().width, state.canvas.size().height});
    }
    return state.dirty.boxes();
}

const Canvas& SpectrumView::canvas() const noexcept { return state_->canvas; }
PixelBox SpectrumView::plot() const noexcept { return state_->plot; }
double SpectrumView::frequency_at(float x) const noexcept {
    const auto& scale = state_->frequencies;
    return scale.length > 0.0 ? scale.frequency_at(static_cast<double>(x)) : scale.lowest_hz;
}
float SpectrumView::x_of(double frequency_hz) const noexcept {
    return static_cast<float>(state_->frequencies.place(frequency_hz));
}
double SpectrumView::gain_at(float y) const noexcept { return state_->overlay.gain_at(y); }
float SpectrumView::y_of(double gain_db) const noexcept { return state_->overlay.y_of(gain_db); }
double SpectrumView::gain_range_db() const noexcept { return state_->overlay.range_db(); }
std::optional<std::size_t> SpectrumView::handle_at(Point place) const noexcept {
    return state_->shows_equalizer() ? state_->overlay.handle_at(place) : std::nullopt;
}
Point SpectrumView::handle(std::size_t band) const noexcept { return state_->overlay.handle(band); }

}  // namespace attacca::picture
