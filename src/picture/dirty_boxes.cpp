#include "dirty_boxes.h"

#include <algorithm>

namespace attacca::picture {

PixelBox united(const PixelBox& one, const PixelBox& other) noexcept {
    const std::size_t x = std::min(one.x, other.x);
    const std::size_t y = std::min(one.y, other.y);
    return {x, y, std::max(one.right(), other.right()) - x, std::max(one.bottom(), other.bottom()) - y};
}

void DirtyBoxes::add(const PixelBox& box) noexcept {
    if (box.empty()) return;
    if (!boxes_.empty()) {
        const PixelBox both = united(boxes_.back(), box);
        const bool cheap = both.pixels() <= boxes_.back().pixels() + box.pixels() + kPixelsForABox;
        if (cheap || boxes_.size() == kMost) {
            boxes_.back() = both;
            return;
        }
    }
    boxes_.push_back(box);
}

}  // namespace attacca::picture
