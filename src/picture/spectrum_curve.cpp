#include "spectrum_curve.h"

#include <algorithm>
#include <cmath>

#include "blend.h"

namespace attacca::picture {
namespace {

constexpr float kLine_px = 1.75F;
constexpr float kSteps = 8.0F;  ///< Of a pixel: a smaller move is not seen.
constexpr std::size_t kColumnsOfABox = 64;

std::uint32_t share_of(float part) { return static_cast<std::uint32_t>(std::clamp(part, 0.0F, 1.0F) * 255.0F + 0.5F); }

}  // namespace

void SpectrumCurve::place(std::size_t values, const PixelBox& plot, float scale) {
    plot_ = plot;
    width_ = kLine_px * scale;
    spread_.resize(values, plot.width);
    heights_.assign(plot.width, 0.0F);
    reach_.assign(plot.width, {});
    shown_.assign(plot.width, {});
    drawn_ = false;
}

void SpectrumCurve::draw_column(Canvas& canvas, const SpectrumLayers& layers, std::size_t column, std::size_t begin,
                                std::size_t end, Area area) noexcept {
    if (begin >= end) return;
    const std::size_t stride = canvas.size().width;
    const ColumnReach reach = shown_[column];
    const float middle = 0.5F * (reach.upper + reach.lower);
    const std::size_t offset = plot_.x + column;
    std::uint32_t* to = canvas.row(begin).data() + offset;
    const std::uint32_t* unlit = layers.unlit.row(begin).data() + offset;
    const std::uint32_t* lit = layers.lit.row(begin).data() + offset;
    const std::uint32_t* edge = layers.edge.row(begin).data() + offset;
    for (std::size_t y = begin; y < end; ++y) {
        const auto row = static_cast<float>(y);
        const std::uint32_t below = area == Area::filled && row + 0.5F > middle ? *lit : *unlit;
        const float on_line = std::min(row + 1.0F, reach.lower) - std::max(row, reach.upper);
        *to = on_line > 0.0F ? blended(below, *edge, share_of(on_line)) : below;
        to += stride;
        unlit += stride;
        lit += stride;
        edge += stride;
    }
}

void SpectrumCurve::draw(Canvas& canvas, const SpectrumLayers& layers, std::span<const float> levels, Area area,
                         DirtyBoxes& dirty) noexcept {
    if (levels.empty()) std::ranges::fill(heights_, 0.0F);
    spread_.spread(levels, heights_);
    const auto bottom = static_cast<float>(plot_.bottom());
    const auto top = static_cast<float>(plot_.y);
    // The line stays whole at the edges of the plot.
    const float room = std::max(static_cast<float>(plot_.height) - width_, 0.0F);
    for (float& height : heights_) height = bottom - 0.5F * width_ - std::clamp(height, 0.0F, 1.0F) * room;
    reach_of_graph(heights_, width_, reach_);

    PixelBox changed;
    for (std::size_t i = 0; i < reach_.size(); ++i) {
        const ColumnReach old = shown_[i];
        const ColumnReach here{std::clamp(std::round(reach_[i].upper * kSteps) / kSteps, top, bottom),
                               std::clamp(std::round(reach_[i].lower * kSteps) / kSteps, top, bottom)};
        shown_[i] = here;
        if (!drawn_) {
            draw_column(canvas, layers, i, plot_.y, plot_.bottom(), area);
        } else if (here.upper != old.upper || here.lower != old.lower) {
            const auto begin = static_cast<std::size_t>(std::min(here.upper, old.upper));
            const auto end =
                std::min(static_cast<std::size_t>(std::ceil(std::max(here.lower, old.lower))), plot_.bottom());
            draw_column(canvas, layers, i, begin, end, area);
            const PixelBox box{plot_.x + i, begin, 1, end - begin};
            if (!box.empty()) changed = changed.empty() ? box : united(changed, box);
        }
        if (i % kColumnsOfABox == kColumnsOfABox - 1 || i + 1 == reach_.size()) {
            dirty.add(changed);
            changed = {};
        }
    }
    drawn_ = true;
}

}  // namespace attacca::picture
