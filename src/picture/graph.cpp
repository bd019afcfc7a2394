#include "graph.h"

#include <algorithm>
#include <cmath>

namespace attacca::picture {

void reach_of_graph(std::span<const float> heights, float width, std::span<ColumnReach> reach) noexcept {
    const std::size_t count = heights.size();
    for (std::size_t i = 0; i < count; ++i) {
        const float here = heights[i];
        const float before = i > 0 ? 0.5F * (heights[i - 1] + here) : here;
        const float after = i + 1 < count ? 0.5F * (heights[i + 1] + here) : here;
        const float upper = std::min({before, here, after});
        const float lower = std::max({before, here, after});
        const float rise = lower - upper;
        // A slanted line crosses a column over more of its height than a level one.
        const float slanted = 0.5F * (width * std::sqrt(1.0F + rise * rise) - rise);
        const float beyond = std::clamp(slanted, 0.3F * width, 0.5F * width);
        reach[i] = {upper - beyond, lower + beyond};
    }
}

void SmoothSpread::resize(std::size_t values, std::size_t columns) {
    if (values == values_ && columns == columns_.size()) return;
    values_ = values;
    columns_.resize(columns);
    slopes_.assign(values, 0.0F);
    const double per_column = static_cast<double>(values) / static_cast<double>(std::max<std::size_t>(columns, 1));
    for (std::size_t i = 0; i < columns && values > 0; ++i) {
        const auto last = static_cast<double>(values - 1);
        if (values > columns) {
            const auto first = static_cast<std::size_t>(static_cast<double>(i) * per_column);
            const auto end = static_cast<std::size_t>(static_cast<double>(i + 1) * per_column);
            columns_[i] = {first, std::clamp(end, first + 1, values) - 1, 0.0F};
        } else {
            const double place = std::clamp((static_cast<double>(i) + 0.5) * per_column - 0.5, 0.0, last);
            const auto first = static_cast<std::size_t>(place);
            columns_[i] = {first, std::min(first + 1, values - 1), static_cast<float>(place - std::floor(place))};
        }
    }
}

void SmoothSpread::spread(std::span<const float> values, std::span<float> columns) noexcept {
    if (values_ == 0) return;
    if (values_ > columns_.size()) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            columns[i] = *std::max_element(&values[columns_[i].first], &values[columns_[i].second] + 1);
        }
        return;
    }
    for (std::size_t i = 1; i + 1 < values_; ++i) {
        const float before = values[i] - values[i - 1];
        const float after = values[i + 1] - values[i];
        slopes_[i] = before * after > 0.0F ? 2.0F * before * after / (before + after) : 0.0F;
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto [first, second, share] = columns_[i];
        const float rest = 1.0F - share;
        columns[i] = rest * rest * (1.0F + 2.0F * share) * values[first] +
                     share * share * (3.0F - 2.0F * share) * values[second] +
                     share * rest * (rest * slopes_[first] - share * slopes_[second]);
    }
}

}  // namespace attacca::picture
