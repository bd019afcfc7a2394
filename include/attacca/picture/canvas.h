// Opaque pixels, and what is drawn on them: boxes, anti-aliased lines, polygons, discs and text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "attacca/picture/pixel_box.h"

namespace attacca::picture {

/// sRGB; an alpha below 255 lets through what was there.
struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    std::uint8_t alpha = 255;

    [[nodiscard]] constexpr Color with_alpha(std::uint8_t other) const noexcept { return {red, green, blue, other}; }
    friend bool operator==(const Color&, const Color&) = default;
};

/// Where a color's bytes lie in memory.
enum class PixelOrder {
    rgba,  ///< What a browser's ImageData and PNG hold.
    bgra,  ///< What QImage::Format_RGB32 holds on this processor.
};

struct CanvasSpec {
    PictureSize size;
    float scale = 1.0F;  ///< The device's pixels for each of the toolkit's: fonts and lines grow by it.
    PixelOrder order = PixelOrder::rgba;
};

/// A place between pixels: (0, 0) is the upper left corner of the first pixel, (0.5, 0.5) its center.
struct Point {
    float x = 0.0F;
    float y = 0.0F;
};

/// Which point of a text stands at the place given for it.
enum class TextAnchor { left, center, right };

struct TextPlace {
    float x = 0.0F;
    float y = 0.0F;         ///< The middle of its capitals.
    float size_px = 12.0F;  ///< The font's em, in pixels of the canvas.
    TextAnchor anchor = TextAnchor::left;
};

/// How far a graph reaches in one column of pixels: rows from the top, `lower` at least `upper`.
struct ColumnReach {
    float upper = 0.0F;
    float lower = 0.0F;
};

/// A picture in memory, four bytes a pixel, rows without padding.
///
/// Units      Pixels of the canvas, from its upper left corner; what lies outside is not drawn.
/// Threads    One at a time.
/// Real time  Drawing allocates until its buffers have grown to the largest shape and to each glyph and size in use.
/// Failure    A shape with a coordinate that is not finite is not drawn.
/// Accuracy   A pixel's share of a shape is its exact area, to 1/255.
class Canvas {
public:
    explicit Canvas(const CanvasSpec& spec = {});
    ~Canvas();
    Canvas(Canvas&&) noexcept;
    Canvas& operator=(Canvas&&) noexcept;

    /// Every pixel becomes black, and everything may be drawn to.
    void resize(PictureSize size, float scale);
    /// Only here, of all that is drawn from now on, pixels change; `copy` and `row` go anywhere.
    void set_clip(const PixelBox& box) noexcept;
    void clear_clip() noexcept;

    [[nodiscard]] PictureSize size() const noexcept;
    [[nodiscard]] float scale() const noexcept;
    [[nodiscard]] PixelOrder order() const noexcept;
    /// 4 · width · height.
    [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept;
    /// Requires a pixel of the canvas. Its alpha is always 255.
    [[nodiscard]] Color at(std::size_t x, std::size_t y) const noexcept;

    /// A row's pixels in the canvas's order. Requires y below the height.
    [[nodiscard]] std::span<std::uint32_t> row(std::size_t y) noexcept;
    [[nodiscard]] std::span<const std::uint32_t> row(std::size_t y) const noexcept;
    /// A color as a pixel of this canvas, opaque.
    [[nodiscard]] std::uint32_t packed(Color color) const noexcept;

    void fill(const PixelBox& box, Color color) noexcept;
    /// From `top` at the box's upper edge to `bottom` at its lower.
    void fill_gradient(const PixelBox& box, Color top, Color bottom) noexcept;
    /// A box between pixels.
    void fill_box(Point upper_left, Point lower_right, Color color);
    void fill_rounded_box(Point upper_left, Point lower_right, float radius, Color color);
    /// Where contours overlap, the shape is filled; closed by itself.
    void fill_polygon(std::span<const Point> corners, Color color);
    void fill_disc(Point center, float radius, Color color);
    void draw_circle(Point center, float radius, float width, Color color);
    /// With round ends and joints.
    void draw_line(std::span<const Point> points, float width, Color color);
    /// One reach for each column from `x` on. Cheaper than draw_line for what has one value at each x.
    void fill_columns(std::size_t x, std::span<const ColumnReach> columns, Color color) noexcept;

    /// UTF-8; a character that the font lacks leaves the space of a digit.
    void write(std::string_view text, const TextPlace& place, Color color);
    /// How far `write` advances, in pixels.
    [[nodiscard]] static float text_width(std::string_view text, float size_px) noexcept;

    /// Requires the same size and order.
    void copy(const Canvas& from, const PixelBox& box) noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace attacca::picture
