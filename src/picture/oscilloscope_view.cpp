#include "attacca/picture/oscilloscope_view.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <vector>

#include "dirty_boxes.h"
#include "figures.h"
#include "moving_graph.h"
#include "plot_axes.h"

namespace attacca::picture {
namespace {

constexpr Margins kMargins{.left = 38.0F, .top = 10.0F, .right = 14.0F, .bottom = 20.0F};
constexpr float kLine_px = 1.75F;
constexpr double kShortest_ms = 1.0;
constexpr double kLongest_ms = 100.0;
constexpr float kHysteresis = 0.25F;  ///< Of the peak: the signal must have been this far below zero before it rises.
constexpr std::array kTimeSteps_ms{0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0};
constexpr double kTimeRoom_px = 56.0;

}  // namespace

struct OscilloscopeView::State {
    Canvas canvas;
    Canvas unlit;
    Canvas line;
    ThemeName theme_name = ThemeName::dark;
    PixelBox plot;
    double sample_rate = 48000.0;
    double span_ms = 20.0;
    std::vector<float> history;  ///< A ring of twice the span: what is shown, and where to look for its beginning.
    std::size_t next = 0;        ///< In the ring: the oldest sample.
    MovingGraph graph;
    std::vector<ColumnReach> reach;
    bool heard = true;  ///< Since the last picture.
    bool stale = true;
    DirtyBoxes dirty;

    void forget() {
        const double frames = std::ceil(sample_rate * kLongest_ms * 0.001);
        const double shown = std::min(std::ceil(sample_rate * span_ms * 0.001) + 1.0, std::max(frames, 2.0));
        history.assign(2 * static_cast<std::size_t>(std::max(shown, 2.0)), 0.0F);
        next = 0;
        heard = true;
    }
    /// The oldest is 0.
    [[nodiscard]] float sample(std::size_t index) const {
        const std::size_t at = next + index;
        return history[at < history.size() ? at : at - history.size()];
    }
    [[nodiscard]] std::size_t trigger() const;
    void paint_layers();
    void find_reach();
};

/// Where the newest whole picture begins that begins with a rise through zero.
std::size_t OscilloscopeView::State::trigger() const {
    const std::size_t newest = history.size() / 2;
    float peak = 0.0F;
    for (const float value : history) peak = std::max(peak, std::fabs(value));
    bool below = false;
    std::size_t found = newest;
    for (std::size_t i = 0; i <= newest && peak > 0.0F; ++i) {
        const float value = sample(i);
        if (value < -kHysteresis * peak) below = true;
        if (below && value >= 0.0F) {
            found = i;
            below = false;
        }
    }
    return found;
}

void OscilloscopeView::State::paint_layers() {
    const Theme& colors = theme(theme_name);
    plot = plot_within(canvas, kMargins);
    for (Canvas* layer : {&unlit, &line}) {
        if (layer->size() != canvas.size() || layer->scale() != canvas.scale())
            layer->resize(canvas.size(), canvas.scale());
    }
    const PixelBox whole{0, 0, canvas.size().width, canvas.size().height};
    unlit.fill(whole, colors.background);
    unlit.fill(plot, colors.panel);
    const double room = kTimeRoom_px * static_cast<double>(canvas.scale());
    const double step_ms = axis_step(kTimeSteps_ms, span_ms, static_cast<double>(plot.width), room);
    for (double at_ms = 0.0; at_ms <= span_ms + 1e-9; at_ms += step_ms) {
        const double x = static_cast<double>(plot.x) + at_ms / span_ms * static_cast<double>(plot.width);
        draw_upright_line(unlit, plot, x, colors.grid);
        if (!has_margins(canvas, plot)) continue;
        Figures figures = decimal(at_ms, step_ms < 1.0 ? 1 : 0);
        write_below(unlit, plot, x, at_ms == 0.0 ? figures.add(" ms") : figures, colors.faint_text);
    }
    for (const double value : {1.0, 0.5, 0.0, -0.5, -1.0}) {
        const double y = static_cast<double>(plot.y) + 0.5 * (1.0 - value) * static_cast<double>(plot.height);
        draw_level_line(unlit, plot, y, value == 0.0 ? colors.grid_strong : colors.grid);
        if (has_margins(canvas, plot))
            write_beside(unlit, plot, AxisSide::left, y, decimal(value, 1), colors.faint_text);
    }
    line.fill(plot, colors.signal_line);
    canvas.copy(unlit, whole);
    graph.place(plot);
    reach.assign(plot.width, {});
    stale = false;
}

void OscilloscopeView::State::find_reach() {
    const std::size_t first = trigger();
    const float half_width = 0.5F * kLine_px * canvas.scale();
    const float half = std::max(0.5F * static_cast<float>(plot.height) - half_width, 0.0F);
    const float middle = static_cast<float>(plot.y) + 0.5F * static_cast<float>(plot.height);
    const double per_column =
        static_cast<double>(history.size() / 2 - 1) / static_cast<double>(std::max<std::size_t>(plot.width, 1));
    const auto value_at = [&](double place) {
        const auto before = static_cast<std::size_t>(place);
        const float share = static_cast<float>(place - std::floor(place));
        const std::size_t after = std::min(first + before + 1, history.size() - 1);
        return std::lerp(sample(first + before), sample(after), share);
    };
    float left = value_at(0.0);
    for (std::size_t x = 0; x < plot.width; ++x) {
        const double begin = static_cast<double>(x) * per_column;
        const double end = begin + per_column;
        const float right = value_at(end);
        float lowest = std::min(left, right);
        float highest = std::max(left, right);
        for (auto i = static_cast<std::size_t>(begin) + 1; static_cast<double>(i) < end; ++i) {
            lowest = std::min(lowest, sample(first + i));
            highest = std::max(highest, sample(first + i));
        }
        left = right;
        const float upper = middle - half * std::clamp(highest, -1.0F, 1.0F);
        const float lower = middle - half * std::clamp(lowest, -1.0F, 1.0F);
        reach[x] = {upper - half_width, lower + half_width};
    }
}

OscilloscopeView::OscilloscopeView(PixelOrder order) : state_(std::make_unique<State>()) {
    const CanvasSpec spec{.order = order};
    state_->canvas = Canvas(spec);
    state_->unlit = Canvas(spec);
    state_->line = Canvas(spec);
    state_->forget();
}
OscilloscopeView::~OscilloscopeView() = default;
OscilloscopeView::OscilloscopeView(OscilloscopeView&&) noexcept = default;
OscilloscopeView& OscilloscopeView::operator=(OscilloscopeView&&) noexcept = default;

void OscilloscopeView::resize(PictureSize size, float scale) {
    if (size == state_->canvas.size() && scale == state_->canvas.scale()) return;
    state_->canvas.resize(size, scale);
    state_->plot = plot_within(state_->canvas, kMargins);
    state_->stale = true;
}

void OscilloscopeView::set_theme(ThemeName name) {
    state_->stale |= name != state_->theme_name;
    state_->theme_name = name;
}

void OscilloscopeView::set_sample_rate(double sample_rate) {
    assert(sample_rate > 0.0);
    if (sample_rate == state_->sample_rate) return;
    state_->sample_rate = sample_rate;
    state_->forget();
}

void OscilloscopeView::set_span_ms(double span_ms) {
    const double within_ms = std::clamp(span_ms, kShortest_ms, kLongest_ms);
    if (within_ms == state_->span_ms) return;
    state_->span_ms = within_ms;
    state_->stale = true;
    state_->forget();
}

void OscilloscopeView::add(ConstAudioBlock block) noexcept {
    State& state = *state_;
    const std::size_t channels = block.channels();
    const float share = 1.0F / static_cast<float>(channels);
    const std::size_t skipped = block.frames() > state.history.size() ? block.frames() - state.history.size() : 0;
    const float* frame = block.data() + skipped * channels;
    for (std::size_t i = skipped; i < block.frames(); ++i, frame += channels) {
        float sum = 0.0F;
        for (std::size_t channel = 0; channel < channels; ++channel) sum += frame[channel];
        state.history[state.next] = std::isfinite(sum) ? sum * share : 0.0F;
        state.next = state.next + 1 == state.history.size() ? 0 : state.next + 1;
    }
    state.heard |= !block.empty();
}

void OscilloscopeView::clear() { state_->forget(); }

std::span<const PixelBox> OscilloscopeView::draw() {
    State& state = *state_;
    state.dirty.clear();
    if (state.canvas.bytes().empty() || !(state.stale || state.heard)) return {};
    const bool whole = state.stale;
    if (state.stale) state.paint_layers();
    state.find_reach();
    state.graph.draw(state.canvas, {.above = state.unlit, .below = state.unlit, .line = state.line}, state.reach,
                     state.dirty);
    state.heard = false;
    if (whole) {
        state.dirty.clear();
        state.dirty.add({0, 0, state.canvas.size().width, state.canvas.size().height});
    }
    return state.dirty.boxes();
}

const Canvas& OscilloscopeView::canvas() const noexcept { return state_->canvas; }
PixelBox OscilloscopeView::plot() const noexcept { return state_->plot; }

}  // namespace attacca::picture
