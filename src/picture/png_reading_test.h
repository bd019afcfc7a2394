// For tests: the pixels of a PNG file, by libpng.
#pragma once

#include <png.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "attacca/picture/canvas.h"

namespace attacca::picture {

/// Without pixels where the file is not a whole PNG.
[[nodiscard]] inline Canvas read_png(std::string_view file) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) return Canvas();
    image.format = PNG_FORMAT_RGB;
    std::vector<std::uint8_t> bytes(PNG_IMAGE_SIZE(image));
    if (png_image_finish_read(&image, nullptr, bytes.data(), 0, nullptr) == 0) return Canvas();
    Canvas canvas({.size = {image.width, image.height}});
    for (std::size_t y = 0; y < image.height; ++y) {
        for (std::size_t x = 0; x < image.width; ++x) {
            const std::uint8_t* pixel = &bytes[3 * (y * image.width + x)];
            canvas.row(y)[x] = canvas.packed({pixel[0], pixel[1], pixel[2]});
        }
    }
    return canvas;
}

}  // namespace attacca::picture
