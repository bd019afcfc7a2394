// Pixels with boxes and small numbers on them, written as PNG.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attacca::app {

struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Color&) const = default;
};

struct PictureSize {
    std::size_t width = 1280;
    std::size_t height = 720;
};

/// Smaller pictures have no room for the numbers at their axes.
inline constexpr PictureSize kSmallestPicture{240, 160};
inline constexpr PictureSize kLargestPicture{4096, 4096};

/// In pixels, from the picture's upper left corner.
struct PixelBox {
    std::size_t x = 0;
    std::size_t y = 0;
    std::size_t width = 0;
    std::size_t height = 0;

    [[nodiscard]] std::size_t right() const noexcept { return x + width; }
    [[nodiscard]] std::size_t bottom() const noexcept { return y + height; }
};

/// Which point of a text stands at the place given for it.
enum class TextAnchor { left, center, right };

/// What lies outside is not drawn.
class PngCanvas {
public:
    PngCanvas(PictureSize size, Color background);

    void fill(const PixelBox& box, Color color) noexcept { blend(box, color, 1.0); }
    /// `opacity` from 0, nothing, to 1, the color alone.
    void blend(const PixelBox& box, Color color, double opacity) noexcept;

    /// Vertically centered on `y`. Knows digits, the letters of units, and C: others leave a space.
    struct TextPlace {
        std::ptrdiff_t x = 0;
        std::ptrdiff_t y = 0;
        TextAnchor anchor = TextAnchor::center;
    };
    void write(std::string_view text, const TextPlace& place, Color color) noexcept;

    /// Pixels that a dot of the letters takes; axes leave room by it.
    [[nodiscard]] std::size_t dot() const noexcept { return dot_of(size_); }
    [[nodiscard]] static std::size_t dot_of(PictureSize size) noexcept;

    /// The file's bytes. Throws std::runtime_error where libpng fails, which takes a lack of memory.
    [[nodiscard]] std::string png() const;

private:
    PictureSize size_;
    std::vector<Color> pixels_;
};

}  // namespace attacca::app
