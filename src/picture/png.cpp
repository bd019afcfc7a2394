#include "attacca/picture/png.h"

#include <png.h>

namespace attacca::picture {

Result<std::string> png_bytes(const Canvas& canvas) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(canvas.size().width);
    image.height = static_cast<png_uint_32>(canvas.size().height);
    if (canvas.bytes().empty()) return fail(ErrorCode::invalid_argument, "a picture without pixels cannot be written");
    // Every pixel is opaque, so a fourth byte would only make the file larger.
    std::string pixels;
    pixels.reserve(canvas.bytes().size() / 4 * 3);
    for (std::size_t y = 0; y < canvas.size().height; ++y) {
        for (std::size_t x = 0; x < canvas.size().width; ++x) {
            const Color color = canvas.at(x, y);
            for (const std::uint8_t value : {color.red, color.green, color.blue})
                pixels.push_back(static_cast<char>(value));
        }
    }
    image.format = PNG_FORMAT_RGB;
    png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string file(bytes, '\0');
    if (png_image_write_to_memory(&image, file.data(), &bytes, 0, pixels.data(), 0, nullptr) == 0) {
        return fail(ErrorCode::system, std::string("the picture cannot be made: ") + image.message);
    }
    file.resize(bytes);
    return file;
}

}  // namespace attacca::picture
