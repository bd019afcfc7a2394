#include "spectrum_curve.h"

#include <algorithm>

namespace attacca::picture {
namespace {

constexpr float kLine_px = 1.75F;

}  // namespace

void SpectrumCurve::place(std::size_t values, const PixelBox& plot, float scale) {
    plot_ = plot;
    width_ = kLine_px * scale;
    spread_.resize(values, plot.width);
    graph_.place(plot);
    heights_.assign(plot.width, 0.0F);
    reach_.assign(plot.width, {});
}

void SpectrumCurve::draw(Canvas& canvas, const SpectrumLayers& layers, std::span<const float> levels, Area area,
                         DirtyBoxes& dirty) noexcept {
    if (levels.empty()) std::ranges::fill(heights_, 0.0F);
    spread_.spread(levels, heights_);
    // The line stays whole at the edges of the plot.
    const float bottom = static_cast<float>(plot_.bottom()) - 0.5F * width_;
    const float room = std::max(static_cast<float>(plot_.height) - width_, 0.0F);
    for (float& height : heights_) height = bottom - std::clamp(height, 0.0F, 1.0F) * room;
    reach_of_graph(heights_, width_, reach_);
    graph_.draw(canvas, sources(layers, area), reach_, dirty);
}

void SpectrumCurve::redraw(Canvas& canvas, const SpectrumLayers& layers, Area area, const ColumnRows& rows) noexcept {
    graph_.redraw(canvas, sources(layers, area), rows);
}

}  // namespace attacca::picture
