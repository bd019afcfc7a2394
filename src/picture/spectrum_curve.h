// A spectrum as a line, with or without what is below it filled.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "picture/dirty_boxes.h"
#include "picture/graph.h"
#include "picture/spectrum_layers.h"

namespace attacca::picture {

class SpectrumCurve {
public:
    void place(std::size_t values, const PixelBox& plot, float scale);
    /// What it draws from now on, it draws whole.
    void forget() noexcept { drawn_ = false; }

    enum class Area { empty, filled };
    /// Requires as many levels, 0 at the bottom of the plot to 1 at its top.
    void draw(Canvas& canvas, const SpectrumLayers& layers, std::span<const float> levels, Area area,
              DirtyBoxes& dirty) noexcept;

private:
    void draw_column(Canvas& canvas, const SpectrumLayers& layers, std::size_t column, std::size_t begin,
                     std::size_t end, Area area) noexcept;

    PixelBox plot_;
    float width_ = 1.0F;
    SmoothSpread spread_;
    std::vector<float> heights_;
    std::vector<ColumnReach> reach_;
    std::vector<ColumnReach> shown_;
    bool drawn_ = false;
};

}  // namespace attacca::picture
