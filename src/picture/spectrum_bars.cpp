#include "spectrum_bars.h"

#include <algorithm>
#include <cmath>

#include "blend.h"

namespace attacca::picture {
namespace {

constexpr std::size_t kQuarters = 4;
constexpr float kNarrowestBar_px = 3.0F;
constexpr float kWidestGap_px = 3.0F;
constexpr float kGapShare = 0.18F;
constexpr float kTick_px = 2.0F;

float highest(std::span<const float> values) { return values.empty() ? 0.0F : *std::ranges::max_element(values); }

}  // namespace

void SpectrumBars::place(std::size_t bars, const PixelBox& plot, float scale) {
    plot_ = plot;
    values_ = bars;
    tick_ = static_cast<std::size_t>(std::max(1.0F, std::round(kTick_px * scale)));
    const auto room = static_cast<std::size_t>(static_cast<float>(plot.width) / (kNarrowestBar_px * scale));
    bars_.assign(std::min(bars, std::max<std::size_t>(room, 1)), {});
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        const std::size_t begin = plot.x + i * plot.width / bars_.size();
        const std::size_t end = plot.x + (i + 1) * plot.width / bars_.size();
        const float gap = std::min(std::max(kGapShare * static_cast<float>(end - begin), scale), kWidestGap_px * scale);
        bars_[i].x = begin;
        bars_[i].width = end - begin - std::min(static_cast<std::size_t>(std::lround(gap)), (end - begin) / 2);
    }
    drawn_ = false;
}

void SpectrumBars::draw_rows(Canvas& canvas, const SpectrumLayers& layers, const Bar& bar, std::size_t begin,
                             std::size_t end) noexcept {
    const std::size_t top = bar.top_quarters / kQuarters;
    const auto part = static_cast<std::uint32_t>(bar.top_quarters % kQuarters);
    for (std::size_t y = std::max(begin, plot_.y); y < std::min(end, plot_.bottom()); ++y) {
        const auto to = canvas.row(y).subspan(bar.x, bar.width);
        const auto unlit = layers.unlit.row(y).subspan(bar.x, bar.width);
        const auto lit = layers.lit.row(y).subspan(bar.x, bar.width);
        if (y >= bar.peak && y < bar.peak + tick_) {
            std::ranges::copy(layers.edge.row(y).subspan(bar.x, bar.width), to.begin());
        } else if (y == top && part > 0) {
            const std::uint32_t share = 255 * (static_cast<std::uint32_t>(kQuarters) - part) / kQuarters;
            for (std::size_t x = 0; x < bar.width; ++x) to[x] = blended(unlit[x], lit[x], share);
        } else {
            std::ranges::copy(y < top ? unlit : lit, to.begin());
        }
    }
}

void SpectrumBars::draw(Canvas& canvas, const SpectrumLayers& layers, std::span<const float> levels,
                        std::span<const float> peaks, DirtyBoxes& dirty) noexcept {
    const auto height = static_cast<float>(plot_.height);
    const bool has_peaks = peaks.size() == levels.size();
    for (std::size_t i = 0; i < bars_.size(); ++i) {
        const std::size_t first = i * values_ / bars_.size();
        const std::size_t count = (i + 1) * values_ / bars_.size() - first;
        const float level = highest(levels.subspan(first, count));
        const float peak = has_peaks ? highest(peaks.subspan(first, count)) : 0.0F;
        const Bar old = bars_[i];
        Bar& bar = bars_[i];
        bar.top_quarters =
            kQuarters * plot_.bottom() - static_cast<std::size_t>(std::lround(level * height * kQuarters));
        const std::size_t peak_rows = std::min(static_cast<std::size_t>(std::lround(peak * height)), plot_.height);
        bar.peak = peak_rows > tick_ ? plot_.bottom() - peak_rows : plot_.bottom();
        if (!drawn_) {
            draw_rows(canvas, layers, bar, bar.top_quarters / kQuarters, plot_.bottom());
            draw_rows(canvas, layers, bar, bar.peak, bar.peak + tick_);
            continue;
        }
        const auto redraw = [&](std::size_t begin, std::size_t end) {
            draw_rows(canvas, layers, bar, begin, end);
            end = std::min(end, plot_.bottom());
            if (begin < end) dirty.add({bar.x, begin, bar.width, end - begin});
        };
        if (bar.top_quarters != old.top_quarters) {
            const auto [upper, lower] = std::minmax(bar.top_quarters, old.top_quarters);
            redraw(upper / kQuarters, lower / kQuarters + 1);
        }
        if (bar.peak != old.peak) {
            redraw(old.peak, old.peak + tick_);
            redraw(bar.peak, bar.peak + tick_);
        }
    }
    drawn_ = true;
}

void SpectrumBars::redraw(Canvas& canvas, const SpectrumLayers& layers, const ColumnRows& rows) noexcept {
    constexpr std::size_t kColumns = ColumnRows::kColumnsOfAGroup;
    for (const Bar& bar : bars_) {
        for (std::size_t group = bar.x / kColumns; group * kColumns < bar.x + bar.width; ++group) {
            const PixelBox here = rows.box(group);
            if (!here.empty()) draw_rows(canvas, layers, bar, here.y, here.bottom());
        }
    }
}

}  // namespace attacca::picture
