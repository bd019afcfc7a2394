// Letters as shares of pixels, drawn once for each size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "picture/rasterizer.h"

namespace attacca::picture {

struct GlyphBitmap {
    int left = 0;  ///< From the pen's pixel to the first column.
    int top = 0;   ///< From the baseline to the first row; negative is above.
    std::size_t width = 0;
    std::size_t height = 0;
    std::span<const std::uint8_t> shares;  ///< Valid until the next `bitmap`.
};

/// A character of a UTF-8 text, and the rest of it; what is no UTF-8 is read as '?'.
[[nodiscard]] char32_t take_letter(std::string_view& text) noexcept;
/// In pixels.
[[nodiscard]] float glyph_advance(char32_t letter, float size_px) noexcept;
/// Height of the capitals, as they are drawn.
[[nodiscard]] float capital_height(float size_px) noexcept;

/// Small letters keep their heights at whole pixels, so that they are sharp; their places are kept to a quarter of one.
class GlyphCache {
public:
    /// `fraction` is the pen's place within its pixel, 0 to 1. Allocates for a letter, size or quarter not yet drawn.
    [[nodiscard]] GlyphBitmap bitmap(char32_t letter, float size_px, float fraction);

private:
    struct Entry {
        std::uint64_t key;
        int left, top;
        std::uint32_t width, height;
        std::size_t begin;  ///< In shares_.
    };
    Entry draw(std::uint64_t key, char32_t letter, float size_px, float fraction);

    std::vector<Entry> entries_;  ///< By key.
    std::vector<std::uint8_t> shares_;
    Rasterizer rasterizer_;
    std::vector<Point> points_;
    std::vector<std::uint8_t> on_contour_;
};

}  // namespace attacca::picture
