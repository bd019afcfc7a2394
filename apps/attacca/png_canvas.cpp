#include "png_canvas.h"

#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace attacca::app {
namespace {

constexpr std::size_t kGlyphWidth = 5;
constexpr std::size_t kGlyphHeight = 7;
constexpr std::size_t kGlyphStep = kGlyphWidth + 1;

/// Rows from the top; the highest of five bits is the leftmost dot.
struct Glyph {
    char letter;
    std::array<std::uint8_t, kGlyphHeight> rows;
};

constexpr std::array kGlyphs{
    Glyph{'0', {0x0E, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0E}}, Glyph{'1', {0x04, 0x0C, 0x04, 0x04, 0x04, 0x04, 0x0E}},
    Glyph{'2', {0x0E, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1F}}, Glyph{'3', {0x1F, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0E}},
    Glyph{'4', {0x02, 0x06, 0x0A, 0x12, 0x1F, 0x02, 0x02}}, Glyph{'5', {0x1F, 0x10, 0x1E, 0x01, 0x01, 0x11, 0x0E}},
    Glyph{'6', {0x06, 0x08, 0x10, 0x1E, 0x11, 0x11, 0x0E}}, Glyph{'7', {0x1F, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08}},
    Glyph{'8', {0x0E, 0x11, 0x11, 0x0E, 0x11, 0x11, 0x0E}}, Glyph{'9', {0x0E, 0x11, 0x11, 0x0F, 0x01, 0x02, 0x0C}},
    Glyph{'-', {0x00, 0x00, 0x00, 0x0E, 0x00, 0x00, 0x00}}, Glyph{'.', {0x00, 0x00, 0x00, 0x00, 0x00, 0x0C, 0x0C}},
    Glyph{':', {0x00, 0x0C, 0x0C, 0x00, 0x0C, 0x0C, 0x00}}, Glyph{'k', {0x10, 0x10, 0x12, 0x14, 0x18, 0x14, 0x12}},
    Glyph{'H', {0x11, 0x11, 0x11, 0x1F, 0x11, 0x11, 0x11}}, Glyph{'z', {0x00, 0x00, 0x1F, 0x02, 0x04, 0x08, 0x1F}},
    Glyph{'d', {0x01, 0x01, 0x0D, 0x13, 0x11, 0x11, 0x0F}}, Glyph{'B', {0x1E, 0x11, 0x11, 0x1E, 0x11, 0x11, 0x1E}},
    Glyph{'C', {0x0E, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0E}},
};

constexpr std::size_t kPixelsForADot = 320;

std::uint8_t mixed(std::uint8_t below, std::uint8_t above, double opacity) {
    return static_cast<std::uint8_t>(std::lround(below + opacity * (above - below)));
}

}  // namespace

PngCanvas::PngCanvas(PictureSize size, Color background) : size_(size), pixels_(size.width * size.height, background) {}

std::size_t PngCanvas::dot_of(PictureSize size) noexcept {
    return std::max<std::size_t>(1, std::min(size.width / 2, size.height) / kPixelsForADot);
}

void PngCanvas::blend(const PixelBox& box, Color color, double opacity) noexcept {
    for (std::size_t y = box.y; y < std::min(box.bottom(), size_.height); ++y) {
        for (std::size_t x = box.x; x < std::min(box.right(), size_.width); ++x) {
            Color& pixel = pixels_[y * size_.width + x];
            pixel = {mixed(pixel.red, color.red, opacity), mixed(pixel.green, color.green, opacity),
                     mixed(pixel.blue, color.blue, opacity)};
        }
    }
}

void PngCanvas::write(std::string_view text, const TextPlace& place, Color color) noexcept {
    const auto dots = static_cast<std::ptrdiff_t>(dot());
    const auto width = dots * static_cast<std::ptrdiff_t>(text.size() * kGlyphStep - (text.empty() ? 0 : 1));
    const std::ptrdiff_t before = place.anchor == TextAnchor::left ? 0 : place.anchor == TextAnchor::right ? width : width / 2;
    const std::ptrdiff_t top = place.y - dots * static_cast<std::ptrdiff_t>(kGlyphHeight) / 2;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto glyph = std::find_if(kGlyphs.begin(), kGlyphs.end(), [&](const Glyph& g) { return g.letter == text[i]; });
        if (glyph == kGlyphs.end()) continue;
        for (std::size_t row = 0; row < kGlyphHeight; ++row) {
            for (std::size_t column = 0; column < kGlyphWidth; ++column) {
                if ((glyph->rows[row] >> (kGlyphWidth - 1 - column) & 1) == 0) continue;
                const auto x = place.x - before + dots * static_cast<std::ptrdiff_t>(i * kGlyphStep + column);
                const auto y = top + dots * static_cast<std::ptrdiff_t>(row);
                if (x < 0 || y < 0) continue;
                fill({static_cast<std::size_t>(x), static_cast<std::size_t>(y), dot(), dot()}, color);
            }
        }
    }
}

std::string PngCanvas::png() const {
    static_assert(sizeof(Color) == 3, "libpng reads three bytes for each pixel");
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(size_.width);
    image.height = static_cast<png_uint_32>(size_.height);
    image.format = PNG_FORMAT_RGB;
    png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string file(bytes, '\0');
    if (png_image_write_to_memory(&image, file.data(), &bytes, 0, pixels_.data(), 0, nullptr) == 0) {
        throw std::runtime_error(std::string("the picture cannot be made: ") + image.message);
    }
    file.resize(bytes);
    return file;
}

}  // namespace attacca::app
