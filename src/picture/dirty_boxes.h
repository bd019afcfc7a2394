// Where a picture has changed.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "attacca/picture/pixel_box.h"

namespace attacca::picture {

/// Some boxes that hold every one added; neighbors become one where that costs few pixels more.
class DirtyBoxes {
public:
    DirtyBoxes() { boxes_.reserve(kMost); }

    void clear() noexcept { boxes_.clear(); }
    void add(const PixelBox& box) noexcept;
    [[nodiscard]] std::span<const PixelBox> boxes() const noexcept { return boxes_; }

private:
    static constexpr std::size_t kMost = 32;
    /// To show a box costs its receiver about as much as so many pixels.
    static constexpr std::size_t kPixelsForABox = 1024;

    std::vector<PixelBox> boxes_;
};

/// Requires both not to be empty.
[[nodiscard]] PixelBox united(const PixelBox& one, const PixelBox& other) noexcept;

}  // namespace attacca::picture
