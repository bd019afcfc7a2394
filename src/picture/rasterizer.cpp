#include "rasterizer.h"

#include <algorithm>
#include <cmath>

namespace attacca::picture {
namespace {

/// A curve becomes so many lines that none is farther than this from it.
constexpr float kFlatness_px = 0.05F;

Point between(Point from, Point to, float share) {
    return {from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
}

bool finite(Point point) { return std::isfinite(point.x) && std::isfinite(point.y); }

}  // namespace

void Rasterizer::begin(std::size_t width, std::size_t height) {
    width_ = width;
    height_ = height;
    if (cells_.size() < (width + 2) * height) cells_.assign((width + 2) * height, 0.0F);
    if (rows_.size() < height) rows_.resize(height);
    if (shares_.size() < width) shares_.resize(width);
    top_ = height;
    bottom_ = 0;
}

bool Rasterizer::add_polygon(std::span<const Point> corners) noexcept {
    if (corners.size() < 3 || !std::ranges::all_of(corners, finite)) return false;
    Point before = corners.back();
    for (const Point corner : corners) {
        add_line(before, corner);
        before = corner;
    }
    return true;
}

void Rasterizer::add_curve(Point from, Point control, Point to) noexcept {
    const float bend = std::hypot(from.x - 2.0F * control.x + to.x, from.y - 2.0F * control.y + to.y);
    const int steps = std::clamp(static_cast<int>(std::ceil(std::sqrt(bend / (4.0F * kFlatness_px)))), 1, 64);
    Point before = from;
    for (int step = 1; step <= steps; ++step) {
        const float share = static_cast<float>(step) / static_cast<float>(steps);
        const Point here =
            step == steps ? to : between(between(from, control, share), between(control, to, share), share);
        add_line(before, here);
        before = here;
    }
}

void Rasterizer::add_line(Point from, Point to) noexcept {
    // Above and below there is nothing to add; the parts within are cut again at the left and right.
    const auto height = static_cast<float>(height_);
    if (from.y == to.y || (from.y <= 0.0F && to.y <= 0.0F) || (from.y >= height && to.y >= height)) return;
    const auto at_row = [&](float y) { return Point{from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x), y}; };
    const auto inside = [&](Point point) {
        return point.y < 0.0F ? at_row(0.0F) : point.y > height ? at_row(height) : point;
    };
    add_clipped(inside(from), inside(to));
}

void Rasterizer::add_clipped(Point from, Point to) noexcept {
    const auto width = static_cast<float>(width_);
    for (const float edge : {0.0F, width}) {
        if ((from.x < edge) == (to.x < edge) || from.x == edge || to.x == edge) continue;
        const Point cut{edge, from.y + (edge - from.x) / (to.x - from.x) * (to.y - from.y)};
        add_clipped(from, cut);
        add_clipped(cut, to);
        return;
    }
    // What lies to the left covers all of the row; what lies to the right, nothing that is seen.
    from.x = std::clamp(from.x, 0.0F, width);
    to.x = std::clamp(to.x, 0.0F, width);
    add_within(from, to);
}

void Rasterizer::add_within(Point from, Point to) noexcept {
    if (from.y == to.y) return;
    const float direction = from.y < to.y ? 1.0F : -1.0F;
    if (direction < 0.0F) std::swap(from, to);
    const float slope = (to.x - from.x) / (to.y - from.y);
    const auto first_row = static_cast<std::size_t>(from.y);
    const std::size_t end_row = std::min(static_cast<std::size_t>(std::ceil(to.y)), height_);
    top_ = std::min(top_, first_row);
    bottom_ = std::max(bottom_, end_row);
    float x = from.x;
    for (std::size_t y = first_row; y < end_row; ++y) {
        const float upper = std::max(static_cast<float>(y), from.y);
        const float lower = std::min(static_cast<float>(y + 1), to.y);
        const float part = (lower - upper) * direction;
        const float next =
            std::clamp(from.x + slope * (lower - from.y), std::min(from.x, to.x), std::max(from.x, to.x));
        const float left = std::min(x, next);
        const float right = std::max(x, next);
        x = next;
        const auto first = static_cast<std::size_t>(left);
        const auto end = std::max(static_cast<std::size_t>(std::ceil(right)), first + 1);
        float* cell = &cells_[y * (width_ + 2) + first];
        if (end == first + 1) {
            const float share = 0.5F * (left + right) - static_cast<float>(first);
            cell[0] += part * (1.0F - share);
            cell[1] += part * share;
        } else {
            // The edge crosses pixels: the area grows by a triangle, then by strips, then by what is left.
            const float per_pixel = 1.0F / (right - left);
            const float into_first = left - static_cast<float>(first);
            const float into_last = right - static_cast<float>(end) + 1.0F;
            const std::size_t count = end - first;
            float before = 0.0F;
            for (std::size_t i = 0; i < count; ++i) {
                const float begin = i == 0 ? into_first : 0.0F;
                const float stop = i + 1 == count ? into_last : 1.0F;
                // Of this pixel's height share, the mean distance to its right side is covered.
                const float crossed = (stop - begin) * per_pixel;
                const float covered = crossed * (1.0F - 0.5F * (begin + stop));
                cell[i] += part * (covered + before);
                before = crossed - covered;
            }
            cell[count] += part * before;
        }
        rows_[y].first = std::min(rows_[y].first, static_cast<std::uint32_t>(first));
        rows_[y].end = std::max(rows_[y].end, static_cast<std::uint32_t>(end + 1));
    }
}

std::span<const std::uint8_t> Rasterizer::close_row(std::size_t y) noexcept {
    const Row row = rows_[y];
    if (row.end <= row.first) return {};
    float* cell = &cells_[y * (width_ + 2)];
    const std::size_t end = std::min<std::size_t>(row.end, width_);
    float sum = 0.0F;
    std::size_t count = 0;
    for (std::size_t x = row.first; x < end; ++x) {
        sum += cell[x];
        shares_[count++] = static_cast<std::uint8_t>(std::min(std::fabs(sum), 1.0F) * 255.0F + 0.5F);
    }
    std::fill(cell + row.first, cell + row.end, 0.0F);
    return std::span(shares_).first(count);
}

}  // namespace attacca::picture
