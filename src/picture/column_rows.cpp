#include "column_rows.h"

#include <algorithm>
#include <cmath>

namespace attacca::picture {

void ColumnRows::resize(PictureSize size) {
    size_ = size;
    groups_.assign((size.width + kColumnsOfAGroup - 1) / kColumnsOfAGroup, {});
}

void ColumnRows::clear() noexcept { std::ranges::fill(groups_, Rows{}); }

void ColumnRows::add_all() noexcept { std::ranges::fill(groups_, Rows{.begin = 0, .end = size_.height}); }

void ColumnRows::add(const PixelBox& box) noexcept {
    const PixelBox seen = intersection(box, {0, 0, size_.width, size_.height});
    if (seen.empty()) return;
    for (std::size_t group = seen.x / kColumnsOfAGroup; group * kColumnsOfAGroup < seen.right(); ++group) {
        add(group, static_cast<float>(seen.y), static_cast<float>(seen.bottom()));
    }
}

void ColumnRows::add(std::size_t group, float upper, float lower) noexcept {
    const auto height = static_cast<float>(size_.height);
    const auto begin = static_cast<std::size_t>(std::clamp(std::floor(upper), 0.0F, height));
    const auto end = static_cast<std::size_t>(std::clamp(std::ceil(lower), 0.0F, height));
    if (begin >= end) return;
    Rows& rows = groups_[group];
    const bool first = rows.begin == rows.end;
    rows = {.begin = first ? begin : std::min(rows.begin, begin), .end = first ? end : std::max(rows.end, end)};
}

PixelBox ColumnRows::box(std::size_t group) const noexcept {
    const Rows& rows = groups_[group];
    const std::size_t x = group * kColumnsOfAGroup;
    return {x, rows.begin, std::min(kColumnsOfAGroup, size_.width - x), rows.end - rows.begin};
}

bool ColumnRows::meets(const PixelBox& other) const noexcept {
    const PixelBox seen = intersection(other, {0, 0, size_.width, size_.height});
    for (std::size_t x = seen.x / kColumnsOfAGroup; x * kColumnsOfAGroup < seen.right(); ++x) {
        if (!intersection(box(x), seen).empty()) return true;
    }
    return false;
}

bool ColumnRows::holds(const PixelBox& other) const noexcept {
    const PixelBox seen = intersection(other, {0, 0, size_.width, size_.height});
    for (std::size_t x = seen.x / kColumnsOfAGroup; x * kColumnsOfAGroup < seen.right(); ++x) {
        const PixelBox here = box(x);
        if (here.y > seen.y || here.bottom() < seen.bottom()) return false;
    }
    return true;
}

}  // namespace attacca::picture
