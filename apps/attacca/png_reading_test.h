// For tests: the pixels of a PNG file, by libpng.
#pragma once

#include <png.h>

#include <cstdint>
#include <string>
#include <vector>

#include "png_canvas.h"

namespace attacca::app {

struct PngPixels {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<std::uint8_t> bytes;

    [[nodiscard]] Color at(std::size_t x, std::size_t y) const {
        const std::uint8_t* pixel = &bytes[3 * (y * width + x)];
        return {pixel[0], pixel[1], pixel[2]};
    }
};

/// No pixels where the file is not a whole PNG.
[[nodiscard]] inline PngPixels read_png(const std::string& file) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) return {};
    image.format = PNG_FORMAT_RGB;
    PngPixels pixels{image.width, image.height, std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
    if (png_image_finish_read(&image, nullptr, pixels.bytes.data(), 0, nullptr) == 0) return {};
    return pixels;
}

}  // namespace attacca::app
