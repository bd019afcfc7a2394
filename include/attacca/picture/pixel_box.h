// Sizes and boxes in whole pixels.
#pragma once

#include <algorithm>
#include <cstddef>

namespace attacca::picture {

struct PictureSize {
    std::size_t width = 0;
    std::size_t height = 0;
    friend bool operator==(const PictureSize&, const PictureSize&) = default;
};

/// From the picture's upper left corner.
struct PixelBox {
    std::size_t x = 0;
    std::size_t y = 0;
    std::size_t width = 0;
    std::size_t height = 0;

    [[nodiscard]] constexpr std::size_t right() const noexcept { return x + width; }
    [[nodiscard]] constexpr std::size_t bottom() const noexcept { return y + height; }
    [[nodiscard]] constexpr bool empty() const noexcept { return width == 0 || height == 0; }
    [[nodiscard]] constexpr std::size_t pixels() const noexcept { return width * height; }
    friend bool operator==(const PixelBox&, const PixelBox&) = default;
};

/// What lies in both.
[[nodiscard]] constexpr PixelBox intersection(const PixelBox& one, const PixelBox& other) noexcept {
    const std::size_t x = std::max(one.x, other.x);
    const std::size_t y = std::max(one.y, other.y);
    const std::size_t right = std::min(one.right(), other.right());
    const std::size_t bottom = std::min(one.bottom(), other.bottom());
    return {x, y, right > x ? right - x : 0, bottom > y ? bottom - y : 0};
}

}  // namespace attacca::picture
