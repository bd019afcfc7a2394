// The outlines of the characters that pictures write.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace attacca::picture {

/// Outlines are on a grid of so many steps to the em.
inline constexpr int kGlyphEm = 1024;

struct GlyphEntry {
    char16_t letter;
    std::uint16_t advance;  ///< In steps of the grid.
    std::uint16_t outline;  ///< Where it begins in `glyph_outlines`; tools/glyph_table says how it is written.
};

/// Sorted by letter.
[[nodiscard]] std::span<const GlyphEntry> glyph_index() noexcept;
[[nodiscard]] std::span<const std::uint8_t> glyph_outlines() noexcept;

}  // namespace attacca::picture
