#include "attacca/picture/waveform_view.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "dirty_boxes.h"
#include "figures.h"
#include "plot_axes.h"

namespace attacca::picture {
namespace {

constexpr Margins kMargins{.left = 0.0F, .top = 4.0F, .right = 0.0F, .bottom = 18.0F};
constexpr float kPlayhead_px = 2.0F;
constexpr float kBubbleHeight_px = 20.0F;
constexpr float kBubblePadding_px = 7.0F;
constexpr float kFewestHeight_px = 0.5F;  ///< Silence is a line.
constexpr double kPlayheadSteps = 2.0;    ///< Of a pixel: a smaller move is not seen.
constexpr std::uint8_t kPeaksBehindRms = 120;

/// Columns of pixels.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
    [[nodiscard]] bool empty() const { return begin >= end; }
    [[nodiscard]] bool meets(const Stretch& other) const { return begin < other.end && other.begin < end; }
};

Stretch united(const Stretch& one, const Stretch& other) {
    if (one.empty()) return other;
    if (other.empty()) return one;
    return {std::min(one.begin, other.begin), std::max(one.end, other.end)};
}

bool finite(const WaveformColumn& column) {
    return std::isfinite(column.lowest) && std::isfinite(column.highest) && std::isfinite(column.rms);
}

bool same(const WaveformColumn& one, const WaveformColumn& other) {
    return one.lowest == other.lowest && one.highest == other.highest && one.rms == other.rms;
}

}  // namespace

struct WaveformView::State {
    Canvas canvas;
    Canvas unplayed;
    Canvas played;
    ThemeName theme_name = ThemeName::dark;
    PixelBox plot;
    std::vector<WaveformColumn> columns;
    double loaded_share = 0.0;
    double duration_s = 0.0;
    double position_s = 0.0;
    std::optional<double> hover_s;
    double shown_playhead = 0.0;
    std::optional<double> shown_hover_s;
    std::vector<ColumnReach> reach;
    DirtyBoxes dirty;
    bool stale = true;

    [[nodiscard]] double x_of(double time_s) const {
        if (!(duration_s > 0.0)) return 0.0;
        return std::clamp(time_s / duration_s, 0.0, 1.0) * static_cast<double>(canvas.size().width);
    }
    [[nodiscard]] double playhead() const { return std::round(x_of(position_s) * kPlayheadSteps) / kPlayheadSteps; }
    [[nodiscard]] Stretch around(double x, double half_width) const {
        const auto width = static_cast<double>(canvas.size().width);
        return {static_cast<std::size_t>(std::clamp(std::floor(x - half_width), 0.0, width)),
                static_cast<std::size_t>(std::clamp(std::ceil(x + half_width), 0.0, width))};
    }
    [[nodiscard]] Stretch playhead_stretch(double x) const;
    [[nodiscard]] Figures hover_figures(double time_s) const;
    [[nodiscard]] float bubble_width(double time_s) const;
    [[nodiscard]] float bubble_left(double time_s) const;
    [[nodiscard]] Stretch hover_stretch(const std::optional<double>& time_s) const;

    [[nodiscard]] WaveformColumn column_at(std::size_t x) const;
    void paint_wave(Canvas& layer, Color peaks, Color rms);
    void paint_layers();
    void repaint(Stretch stretch);
    void paint_hover(double time_s);
};

Stretch WaveformView::State::playhead_stretch(double x) const {
    return duration_s > 0.0 ? around(x, 0.5 * static_cast<double>(kPlayhead_px * canvas.scale())) : Stretch{};
}

Figures WaveformView::State::hover_figures(double time_s) const {
    return clock_figures(time_s, duration_s < 60.0 ? 1 : 0);
}

float WaveformView::State::bubble_width(double time_s) const {
    const float scale = canvas.scale();
    return Canvas::text_width(hover_figures(time_s), kAxisText_px * scale) + 2.0F * kBubblePadding_px * scale;
}

float WaveformView::State::bubble_left(double time_s) const {
    const float width = bubble_width(time_s);
    const float most = std::max(0.0F, static_cast<float>(canvas.size().width) - width);
    return std::clamp(static_cast<float>(x_of(time_s)) - 0.5F * width, 0.0F, most);
}

Stretch WaveformView::State::hover_stretch(const std::optional<double>& time_s) const {
    if (!time_s || !(duration_s > 0.0)) return {};
    const auto half = 0.5 * static_cast<double>(bubble_width(*time_s));
    return united(around(static_cast<double>(bubble_left(*time_s)) + half, half + 1.0), around(x_of(*time_s), 1.0));
}

WaveformColumn WaveformView::State::column_at(std::size_t x) const {
    const std::size_t width = canvas.size().width;
    const std::size_t first = x * columns.size() / width;
    const std::size_t end = std::clamp((x + 1) * columns.size() / width, first + 1, columns.size());
    WaveformColumn joined;
    double power = 0.0;
    for (std::size_t i = first; i < end; ++i) {
        if (!finite(columns[i])) continue;
        joined.lowest = std::min(joined.lowest, columns[i].lowest);
        joined.highest = std::max(joined.highest, columns[i].highest);
        power += static_cast<double>(columns[i].rms) * static_cast<double>(columns[i].rms);
    }
    joined.rms = static_cast<float>(std::sqrt(power / static_cast<double>(end - first)));
    return joined;
}

void WaveformView::State::paint_wave(Canvas& layer, Color peaks, Color rms) {
    const std::size_t width = canvas.size().width;
    const float half = 0.5F * static_cast<float>(plot.height);
    const float middle = static_cast<float>(plot.y) + half;
    const float least = kFewestHeight_px * canvas.scale();
    const auto known = static_cast<std::size_t>(std::clamp(loaded_share, 0.0, 1.0) * static_cast<double>(width));
    for (const bool core : {false, true}) {
        reach.assign(width, {middle - least, middle + least});
        for (std::size_t x = 0; x < known && !columns.empty(); ++x) {
            const WaveformColumn column = column_at(x);
            const float up = std::min(core ? column.rms : column.highest, 1.0F) * half;
            const float down = std::min(core ? column.rms : -column.lowest, 1.0F) * half;
            reach[x] = {middle - std::max(up, least), middle + std::max(down, least)};
        }
        layer.fill_columns(0, reach, core ? rms : peaks);
    }
}

void WaveformView::State::paint_layers() {
    const Theme& colors = theme(theme_name);
    plot = plot_within(canvas, kMargins);
    const PixelBox whole{0, 0, canvas.size().width, canvas.size().height};
    for (Canvas* layer : {&unplayed, &played}) {
        if (layer->size() != canvas.size() || layer->scale() != canvas.scale())
            layer->resize(canvas.size(), canvas.scale());
    }
    unplayed.fill(whole, colors.background);
    unplayed.fill({0, 0, canvas.size().width, plot.bottom()}, colors.panel);
    if (duration_s > 0.0) draw_time_axis(unplayed, plot, 0.0, duration_s, colors);
    played.copy(unplayed, whole);
    paint_wave(unplayed, colors.idle.with_alpha(kPeaksBehindRms), colors.idle);
    paint_wave(played, colors.signal_line.with_alpha(kPeaksBehindRms), colors.signal_line);
    stale = false;
}

void WaveformView::State::paint_hover(double time_s) {
    const Theme& colors = theme(theme_name);
    const float scale = canvas.scale();
    const auto x = static_cast<float>(x_of(time_s));
    const float left = bubble_left(time_s);
    const float width = bubble_width(time_s);
    const auto top = static_cast<float>(plot.y);
    const float height = std::min(kBubbleHeight_px * scale, static_cast<float>(plot.height));
    canvas.fill_box({x - 0.5F * scale, top}, {x + 0.5F * scale, static_cast<float>(plot.bottom())},
                    colors.text.with_alpha(170));
    canvas.fill_rounded_box({left, top}, {left + width, top + height}, 4.0F * scale, colors.text);
    canvas.write(hover_figures(time_s),
                 {.x = left + 0.5F * width,
                  .y = top + 0.5F * height,
                  .size_px = kAxisText_px * scale,
                  .anchor = TextAnchor::center},
                 colors.panel);
}

void WaveformView::State::repaint(Stretch stretch) {
    // What lies over both layers is drawn whole or not at all.
    const Stretch head = playhead_stretch(shown_playhead);
    const Stretch hover = hover_stretch(shown_hover_s);
    for (int turn = 0; turn < 2; ++turn) {
        if (head.meets(stretch)) stretch = united(stretch, head);
        if (hover.meets(stretch)) stretch = united(stretch, hover);
    }
    if (stretch.empty()) return;
    const std::size_t height = canvas.size().height;
    const auto boundary = std::clamp(static_cast<std::size_t>(shown_playhead), stretch.begin, stretch.end);
    canvas.copy(played, {stretch.begin, 0, boundary - stretch.begin, height});
    canvas.copy(unplayed, {boundary, 0, stretch.end - boundary, height});
    if (head.meets(stretch)) {
        const auto x = static_cast<float>(shown_playhead);
        const float half = 0.5F * kPlayhead_px * canvas.scale();
        canvas.fill_box({x - half, 0.0F}, {x + half, static_cast<float>(plot.bottom())}, theme(theme_name).accent);
    }
    if (hover.meets(stretch)) paint_hover(*shown_hover_s);
    dirty.add({stretch.begin, 0, stretch.end - stretch.begin, height});
}

WaveformView::WaveformView(PixelOrder order) : state_(std::make_unique<State>()) {
    const CanvasSpec spec{.order = order};
    state_->canvas = Canvas(spec);
    state_->unplayed = Canvas(spec);
    state_->played = Canvas(spec);
}
WaveformView::~WaveformView() = default;
WaveformView::WaveformView(WaveformView&&) noexcept = default;
WaveformView& WaveformView::operator=(WaveformView&&) noexcept = default;

void WaveformView::resize(PictureSize size, float scale) {
    if (size == state_->canvas.size() && scale == state_->canvas.scale()) return;
    state_->canvas.resize(size, scale);
    state_->stale = true;
}

void WaveformView::set_theme(ThemeName name) {
    state_->stale |= name != state_->theme_name;
    state_->theme_name = name;
}

void WaveformView::set_overview(std::span<const WaveformColumn> columns, double loaded_share) {
    if (loaded_share == state_->loaded_share && std::ranges::equal(columns, state_->columns, same)) return;
    state_->columns.assign(columns.begin(), columns.end());
    state_->loaded_share = std::isfinite(loaded_share) ? loaded_share : 0.0;
    state_->stale = true;
}

void WaveformView::set_duration(double duration_s) {
    const double known_s = std::isfinite(duration_s) ? std::max(duration_s, 0.0) : 0.0;
    state_->stale |= known_s != state_->duration_s;
    state_->duration_s = known_s;
}

void WaveformView::set_position(double position_s) {
    state_->position_s = std::isfinite(position_s) ? position_s : 0.0;
}

void WaveformView::set_hover(std::optional<double> position_s) {
    state_->hover_s = position_s && std::isfinite(*position_s) ? position_s : std::nullopt;
}

std::span<const PixelBox> WaveformView::draw() {
    State& state = *state_;
    state.dirty.clear();
    if (state.canvas.bytes().empty()) return {};
    const double playhead = state.playhead();
    if (state.stale) {
        state.paint_layers();
        state.shown_playhead = playhead;
        state.shown_hover_s = state.hover_s;
        state.repaint({0, state.canvas.size().width});
        return state.dirty.boxes();
    }
    if (playhead != state.shown_playhead) {
        const Stretch moved = united(state.playhead_stretch(state.shown_playhead), state.playhead_stretch(playhead));
        state.shown_playhead = playhead;
        state.repaint(moved);
    }
    if (state.hover_s != state.shown_hover_s) {
        const Stretch old = state.hover_stretch(state.shown_hover_s);
        state.shown_hover_s = state.hover_s;
        state.repaint(old);
        state.repaint(state.hover_stretch(state.hover_s));
    }
    return state.dirty.boxes();
}

const Canvas& WaveformView::canvas() const noexcept { return state_->canvas; }

double WaveformView::time_at(float x) const noexcept {
    const auto width = static_cast<double>(state_->canvas.size().width);
    return width > 0.0 ? std::clamp(static_cast<double>(x) / width, 0.0, 1.0) * state_->duration_s : 0.0;
}

float WaveformView::x_of(double position_s) const noexcept { return static_cast<float>(state_->x_of(position_s)); }

}  // namespace attacca::picture
