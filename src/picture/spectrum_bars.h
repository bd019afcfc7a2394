// A spectrum as bars with held peaks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "picture/column_rows.h"
#include "picture/dirty_boxes.h"
#include "picture/spectrum_layers.h"

namespace attacca::picture {

class SpectrumBars {
public:
    /// So many bars over the plot's width; where there is no room for all, neighbors share one, the highest.
    void place(std::size_t bars, const PixelBox& plot, float scale);
    /// The canvas holds the unlit layer, and no bar.
    void forget() noexcept { drawn_ = false; }

    /// Requires as many levels, 0 at the bottom of the plot to 1 at its top, and as many peaks, or none.
    void draw(Canvas& canvas, const SpectrumLayers& layers, std::span<const float> levels, std::span<const float> peaks,
              DirtyBoxes& dirty) noexcept;
    /// What was drawn last, where the canvas holds the unlit layer's pixels of these rows.
    void redraw(Canvas& canvas, const SpectrumLayers& layers, const ColumnRows& rows) noexcept;

private:
    /// In pixels from the top of the canvas; the top in quarters.
    struct Bar {
        std::size_t x = 0;
        std::size_t width = 0;
        std::size_t top_quarters = 0;
        std::size_t peak = 0;  ///< The upper row of its tick; the plot's bottom when there is none.
    };
    void draw_rows(Canvas& canvas, const SpectrumLayers& layers, const Bar& bar, std::size_t begin,
                   std::size_t end) noexcept;

    PixelBox plot_;
    std::size_t values_ = 0;
    std::size_t tick_ = 1;  ///< The peaks' height.
    std::vector<Bar> bars_;
    bool drawn_ = false;
};

}  // namespace attacca::picture
