// A line that has another place in each column at each picture.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "picture/column_rows.h"
#include "picture/dirty_boxes.h"
#include "picture/graph.h"

namespace attacca::picture {

/// Draws what a column's line reached before and reaches now, and nothing else of the column.
class MovingGraph {
public:
    void place(const PixelBox& plot);
    /// What it draws from now on, it draws whole.
    void forget() noexcept { drawn_ = false; }

    /// What the pixels above the line, below it and on it are taken from: pictures of the canvas's size.
    struct Sources {
        const Canvas& above;
        const Canvas& below;
        const Canvas& line;
    };
    /// Requires a reach for each column of the plot.
    void draw(Canvas& canvas, const Sources& sources, std::span<const ColumnReach> reach, DirtyBoxes& dirty) noexcept;
    /// What was drawn last, from sources that are new in these rows.
    void redraw(Canvas& canvas, const Sources& sources, const ColumnRows& rows) noexcept;

private:
    void draw_column(Canvas& canvas, const Sources& sources, std::size_t column, std::size_t begin,
                     std::size_t end) noexcept;

    PixelBox plot_;
    std::vector<ColumnReach> shown_;
    bool drawn_ = false;
};

}  // namespace attacca::picture
