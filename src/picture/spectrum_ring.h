// A spectrum as bars around a circle, the lowest frequency at the top, clockwise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "picture/dirty_boxes.h"
#include "picture/spectrum_layers.h"

namespace attacca::picture {

/// Keeps each bar's pixels sorted by their distance from the center: a bar that moves touches those between.
class SpectrumRing {
public:
    /// Paints the bars into `lit` and their peaks into `edge`, over what is in `unlit`.
    void place(std::size_t bars, const PixelBox& plot, float scale, SpectrumLayers& layers, const Theme& colors);

    /// Requires as many levels, 0 to 1, and as many peaks, or none.
    void draw(Canvas& canvas, const SpectrumLayers& layers, std::span<const float> levels, std::span<const float> peaks,
              DirtyBoxes& dirty) noexcept;

private:
    struct Pixel {
        std::uint16_t x;
        std::uint16_t y;
        float radius;
    };
    struct Bar {
        std::size_t first = 0;  ///< In pixels_.
        std::size_t end = 0;
        float level_radius = 0.0F;
        float peak_radius = 0.0F;  ///< 0: none.
    };
    /// Between two distances from the center.
    PixelBox draw_pixels(Canvas& canvas, const SpectrumLayers& layers, const Bar& bar, float from, float to) noexcept;

    std::size_t values_ = 0;
    float inner_ = 0.0F;
    float outer_ = 0.0F;
    float tick_ = 1.0F;
    std::vector<Bar> bars_;
    std::vector<Pixel> pixels_;
};

}  // namespace attacca::picture
