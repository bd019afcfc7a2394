// Curves that have one value at each column of pixels.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "attacca/picture/canvas.h"

namespace attacca::picture {

/// What a line of that width through `heights`, one for each column's center, reaches in each column. Requires spans of
/// one length.
void reach_of_graph(std::span<const float> heights, float width, std::span<ColumnReach> reach) noexcept;

/// Values evenly spread, each in the middle of its share of the columns, as a smooth curve with a value at each column
/// that never leaves what lies between two neighbors. Where there are more values than columns, a column has the
/// highest of its own.
///
/// Source: F. Fritsch and J. Butland, "A method for constructing local monotone piecewise cubic interpolants" (1984).
class SmoothSpread {
public:
    void resize(std::size_t values, std::size_t columns);
    [[nodiscard]] std::size_t values() const noexcept { return values_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_.size(); }
    /// Requires the sizes given.
    void spread(std::span<const float> values, std::span<float> columns) noexcept;

private:
    struct Column {
        std::size_t first;
        std::size_t second;  ///< With more values than columns, the last one.
        float share;         ///< From first to second.
    };
    std::size_t values_ = 0;
    std::vector<Column> columns_;
    std::vector<float> slopes_;
};

}  // namespace attacca::picture
