// Contours into shares of pixels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "attacca/picture/canvas.h"

namespace attacca::picture {

/// Adds up the signed area to the right of each edge in each pixel, as font rasterizers do: exact, and its time is that
/// of the edges and of the pixels between them.
///
/// Overlapping contours must run the same way round; one that runs the other way is a hole.
class Rasterizer {
public:
    /// A new shape; nothing is drawn outside of `width` and `height`.
    void begin(std::size_t width, std::size_t height);
    /// An edge of a contour; all edges together must close it. Requires finite coordinates.
    void add_line(Point from, Point to) noexcept;
    /// A curve pulled toward `control`.
    void add_curve(Point from, Point control, Point to) noexcept;
    /// A closed contour. False, and nothing added, when a coordinate is not finite.
    bool add_polygon(std::span<const Point> corners) noexcept;

    /// Hands out each row's shares, 255 for a whole pixel, as `take(y, first x, shares)`, and is empty afterwards.
    template <class Take>
    void finish(Take&& take) {
        for (std::size_t y = top_; y < bottom_; ++y) {
            const auto shares = close_row(y);
            if (!shares.empty()) take(y, rows_[y].first, shares);
            rows_[y] = {};
        }
        top_ = height_;
        bottom_ = 0;
    }

private:
    struct Row {
        std::uint32_t first = 0xFFFFFFFF;  ///< Touched cells.
        std::uint32_t end = 0;
    };

    void add_clipped(Point from, Point to) noexcept;
    void add_within(Point from, Point to) noexcept;
    std::span<const std::uint8_t> close_row(std::size_t y) noexcept;

    std::size_t width_ = 0;
    std::size_t height_ = 0;
    std::size_t top_ = 0;
    std::size_t bottom_ = 0;
    std::vector<float> cells_;  ///< Rows of width + 2: what each pixel adds to those from it to the right.
    std::vector<Row> rows_;
    std::vector<std::uint8_t> shares_;
};

}  // namespace attacca::picture
