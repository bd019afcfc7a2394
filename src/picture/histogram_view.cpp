#include "attacca/picture/histogram_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "dirty_boxes.h"
#include "figures.h"

namespace attacca::picture {
namespace {

constexpr double kShortest_ms = 0.0001;
constexpr double kWidestOfEmpty_ms = 100.0;
constexpr double kRoom = 2.0;          // Of the shortest and the longest to the plot's edges, as a ratio.
constexpr double kLeastSpread = 10.0;  // From edge to edge, as a ratio.
constexpr float kText_px = 11.0F;
constexpr float kLeastLabelSpace_px = 44.0F;
constexpr float kMargin_px = 8.0F;
constexpr float kAxis_px = 22.0F;
constexpr float kThinnestBar_px = 1.5F;

struct Reach {
    double begin_ms = 0.01;
    double end_ms = kWidestOfEmpty_ms;
};

/// "20 µs", "1 ms", "2 s".
Figures time_figures(double time_ms) {
    Figures figures;
    if (time_ms < 0.9995) return figures.add_number(1000.0 * time_ms, time_ms < 0.000999 ? 1 : 0).add(" µs");
    if (time_ms < 999.5) return figures.add_number(time_ms, 0).add(" ms");
    return figures.add_number(time_ms / 1000.0, 0).add(" s");
}

}  // namespace

struct HistogramView::State {
    Canvas canvas;
    ThemeName theme_name = ThemeName::dark;
    std::vector<HistogramBin> bins;
    std::optional<double> limit_ms;
    Reach reach;
    bool stale = true;
    DirtyBoxes dirty;

    [[nodiscard]] PixelBox plot() const;
    [[nodiscard]] float x_of(double time_ms) const;
    void settle_reach();
    void paint();
    void paint_axis(const PixelBox& box, const Theme& colors);
    void paint_bars(const PixelBox& box, const Theme& colors);
    void paint_limit(const PixelBox& box, const Theme& colors);
};

PixelBox HistogramView::State::plot() const {
    const auto margin = static_cast<std::size_t>(std::lround(kMargin_px * canvas.scale()));
    const auto below = static_cast<std::size_t>(std::lround(kAxis_px * canvas.scale()));
    const auto [width, height] = canvas.size();
    if (width <= 2 * margin || height <= margin + below) return {};
    return {margin, margin, width - 2 * margin, height - margin - below};
}

float HistogramView::State::x_of(double time_ms) const {
    const PixelBox box = plot();
    const double share =
        std::log(std::max(time_ms, kShortest_ms) / reach.begin_ms) / std::log(reach.end_ms / reach.begin_ms);
    return static_cast<float>(box.x) + static_cast<float>(box.width) * static_cast<float>(std::clamp(share, 0.0, 1.0));
}

/// So that all bars and the limit lie inside.
void HistogramView::State::settle_reach() {
    double first = 0.0;
    double last = 0.0;
    for (const auto& bin : bins) {
        if (bin.count == 0 || !(bin.longest_ms > 0.0) || !std::isfinite(bin.longest_ms)) continue;
        if (first == 0.0) first = bin.longest_ms;
        last = bin.longest_ms;
    }
    reach = {};
    if (first == 0.0) return;
    if (limit_ms) last = std::max(last, *limit_ms);
    reach.begin_ms = std::max(kShortest_ms, first / kRoom);
    reach.end_ms = std::max(last * kRoom, reach.begin_ms * kLeastSpread);
}

void HistogramView::State::paint_axis(const PixelBox& box, const Theme& colors) {
    const float scale = canvas.scale();
    const float bottom = static_cast<float>(box.bottom());
    float free_from = 0.0F;
    const double decade = std::pow(10.0, std::floor(std::log10(reach.begin_ms)));
    for (double power = decade; power <= reach.end_ms; power *= 10.0) {
        for (const double step : {1.0, 2.0, 5.0}) {
            const double time_ms = power * step;
            if (time_ms < reach.begin_ms || time_ms > reach.end_ms) continue;
            const auto x = static_cast<std::size_t>(std::lround(x_of(time_ms)));
            if (x >= box.right()) continue;
            canvas.fill({x, box.y, 1, box.height}, step == 1.0 ? colors.grid_strong : colors.grid);
            const auto place = static_cast<float>(x);
            const float half = 0.5F * kLeastLabelSpace_px * scale;
            if (place - half < free_from || place + half > static_cast<float>(box.right())) continue;
            free_from = place + half;
            canvas.write(time_figures(time_ms),
                         {.x = place,
                          .y = bottom + 0.5F * kAxis_px * scale,
                          .size_px = kText_px * scale,
                          .anchor = TextAnchor::center},
                         colors.faint_text);
        }
    }
}

void HistogramView::State::paint_bars(const PixelBox& box, const Theme& colors) {
    std::uint64_t most = 0;
    for (const auto& bin : bins) most = std::max(most, bin.count);
    const float bottom = static_cast<float>(box.bottom());
    const double whole = std::log1p(static_cast<double>(most));
    const float thinnest = kThinnestBar_px * canvas.scale();
    double before_ms = 0.0;
    for (const auto& [longest_ms, count] : bins) {
        if (!(longest_ms > before_ms) || !std::isfinite(longest_ms)) continue;
        if (count > 0) {
            const float left = x_of(before_ms);
            const float right = std::max(x_of(longest_ms), left + thinnest);
            const double share = std::log1p(static_cast<double>(count)) / whole;
            const float height = std::max(2.0F, static_cast<float>(share) * static_cast<float>(box.height - 4));
            const bool late = limit_ms && before_ms > *limit_ms;
            canvas.fill_box({left, bottom - height}, {right, bottom}, late ? colors.alarm : colors.signal_high);
        }
        before_ms = longest_ms;
    }
}

void HistogramView::State::paint_limit(const PixelBox& box, const Theme& colors) {
    if (!limit_ms || *limit_ms < reach.begin_ms || *limit_ms > reach.end_ms) return;
    const float x = x_of(*limit_ms);
    canvas.draw_line(std::array{Point{x, static_cast<float>(box.y)}, Point{x, static_cast<float>(box.bottom())}},
                     1.5F * canvas.scale(), colors.caution);
}

void HistogramView::State::paint() {
    const Theme& colors = theme(theme_name);
    canvas.fill({0, 0, canvas.size().width, canvas.size().height}, colors.background);
    const PixelBox box = plot();
    if (box.empty()) return;
    canvas.fill(box, colors.panel);
    settle_reach();
    paint_axis(box, colors);
    if (std::ranges::any_of(bins, [](const HistogramBin& bin) { return bin.count > 0; })) {
        paint_bars(box, colors);
        paint_limit(box, colors);
        return;
    }
    canvas.write("Nothing has run yet",
                 {.x = 0.5F * static_cast<float>(canvas.size().width),
                  .y = static_cast<float>(box.y) + 0.5F * static_cast<float>(box.height),
                  .size_px = 12.0F * canvas.scale(),
                  .anchor = TextAnchor::center},
                 colors.faint_text);
}

HistogramView::HistogramView(PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
HistogramView::~HistogramView() = default;
HistogramView::HistogramView(HistogramView&&) noexcept = default;
HistogramView& HistogramView::operator=(HistogramView&&) noexcept = default;

void HistogramView::resize(PictureSize size, float scale) {
    if (size == state_->canvas.size() && scale == state_->canvas.scale()) return;
    state_->canvas.resize(size, scale);
    state_->stale = true;
}

void HistogramView::set_theme(ThemeName name) {
    state_->stale |= name != state_->theme_name;
    state_->theme_name = name;
}

void HistogramView::set_bins(std::span<const HistogramBin> bins) {
    if (std::ranges::equal(bins, state_->bins)) return;
    state_->bins.assign(bins.begin(), bins.end());
    state_->stale = true;
}

void HistogramView::set_limit_ms(std::optional<double> limit_ms) {
    state_->stale |= limit_ms != state_->limit_ms;
    state_->limit_ms = limit_ms;
}

std::span<const PixelBox> HistogramView::draw() {
    State& state = *state_;
    state.dirty.clear();
    if (state.canvas.bytes().empty() || !state.stale) return {};
    state.paint();
    state.stale = false;
    state.dirty.add({0, 0, state.canvas.size().width, state.canvas.size().height});
    return state.dirty.boxes();
}

const Canvas& HistogramView::canvas() const noexcept { return state_->canvas; }
PixelBox HistogramView::plot() const noexcept { return state_->plot(); }
float HistogramView::x_of(double time_ms) const noexcept { return state_->x_of(time_ms); }

}  // namespace attacca::picture
