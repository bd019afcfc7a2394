// A spectrum as a line, with or without what is below it filled.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "picture/moving_graph.h"
#include "picture/spectrum_layers.h"

namespace attacca::picture {

class SpectrumCurve {
public:
    void place(std::size_t values, const PixelBox& plot, float scale);
    /// What it draws from now on, it draws whole.
    void forget() noexcept { graph_.forget(); }

    enum class Area { empty, filled };
    /// Requires as many levels, 0 at the bottom of the plot to 1 at its top.
    void draw(Canvas& canvas, const SpectrumLayers& layers, std::span<const float> levels, Area area,
              DirtyBoxes& dirty) noexcept;
    /// What was drawn last, over layers that are new in these rows.
    void redraw(Canvas& canvas, const SpectrumLayers& layers, Area area, const ColumnRows& rows) noexcept;

private:
    [[nodiscard]] static MovingGraph::Sources sources(const SpectrumLayers& layers, Area area) noexcept {
        return {.above = layers.unlit, .below = area == Area::filled ? layers.lit : layers.unlit, .line = layers.edge};
    }

    PixelBox plot_;
    float width_ = 1.0F;
    SmoothSpread spread_;
    MovingGraph graph_;
    std::vector<float> heights_;
    std::vector<ColumnReach> reach_;
};

}  // namespace attacca::picture
