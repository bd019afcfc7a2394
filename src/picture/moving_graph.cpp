#include "moving_graph.h"

#include <algorithm>
#include <cmath>

#include "blend.h"

namespace attacca::picture {
namespace {

constexpr float kSteps = 8.0F;  ///< Of a pixel: a smaller move is not seen.
constexpr std::size_t kColumnsOfABox = 64;

std::uint32_t share_of(float part) { return static_cast<std::uint32_t>(std::min(part, 1.0F) * 255.0F + 0.5F); }

}  // namespace

void MovingGraph::place(const PixelBox& plot) {
    plot_ = plot;
    shown_.assign(plot.width, {});
    drawn_ = false;
}

void MovingGraph::draw_column(Canvas& canvas, const Sources& sources, std::size_t column, std::size_t begin,
                              std::size_t end) noexcept {
    if (begin >= end) return;
    const std::size_t stride = canvas.size().width;
    const ColumnReach reach = shown_[column];
    const float middle = 0.5F * (reach.upper + reach.lower);
    const std::size_t offset = plot_.x + column;
    std::uint32_t* to = canvas.row(begin).data() + offset;
    const std::uint32_t* above = sources.above.row(begin).data() + offset;
    const std::uint32_t* below = sources.below.row(begin).data() + offset;
    const std::uint32_t* line = sources.line.row(begin).data() + offset;
    for (std::size_t y = begin; y < end; ++y) {
        const auto row = static_cast<float>(y);
        const std::uint32_t behind = row + 0.5F > middle ? *below : *above;
        const float on_line = std::min(row + 1.0F, reach.lower) - std::max(row, reach.upper);
        *to = on_line > 0.0F ? blended(behind, *line, share_of(on_line)) : behind;
        to += stride;
        above += stride;
        below += stride;
        line += stride;
    }
}

void MovingGraph::draw(Canvas& canvas, const Sources& sources, std::span<const ColumnReach> reach,
                       DirtyBoxes& dirty) noexcept {
    const auto top = static_cast<float>(plot_.y);
    const auto bottom = static_cast<float>(plot_.bottom());
    PixelBox changed;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        const ColumnReach old = shown_[i];
        const ColumnReach here{std::clamp(std::round(reach[i].upper * kSteps) / kSteps, top, bottom),
                               std::clamp(std::round(reach[i].lower * kSteps) / kSteps, top, bottom)};
        shown_[i] = here;
        if (!drawn_) {
            draw_column(canvas, sources, i, plot_.y, plot_.bottom());
        } else if (here.upper != old.upper || here.lower != old.lower) {
            const auto begin = static_cast<std::size_t>(std::min(here.upper, old.upper));
            const auto end =
                std::min(static_cast<std::size_t>(std::ceil(std::max(here.lower, old.lower))), plot_.bottom());
            draw_column(canvas, sources, i, begin, end);
            const PixelBox box{plot_.x + i, begin, 1, end - begin};
            if (!box.empty()) changed = changed.empty() ? box : united(changed, box);
        }
        if (i % kColumnsOfABox == kColumnsOfABox - 1 || i + 1 == shown_.size()) {
            dirty.add(changed);
            changed = {};
        }
    }
    drawn_ = true;
}

void MovingGraph::redraw(Canvas& canvas, const Sources& sources, const ColumnRows& rows) noexcept {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        const PixelBox here = intersection(rows.box_at(plot_.x + i), plot_);
        draw_column(canvas, sources, i, here.y, here.bottom());
    }
}

}  // namespace attacca::picture
