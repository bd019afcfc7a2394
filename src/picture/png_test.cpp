#include "attacca/picture/png.h"

#include <gtest/gtest.h>

#include "pictures_test.h"
#include "png_reading_test.h"

namespace attacca::picture {
namespace {

TEST(PngBytes, ArriveInTheFileAsTheyWereDrawn) {
    for (const PixelOrder order : {PixelOrder::rgba, PixelOrder::bgra}) {
        Canvas canvas({.size = {61, 37}, .order = order});
        canvas.fill_gradient(whole(canvas), {200, 100, 0}, {0, 50, 255});
        canvas.fill({10, 20, 3, 2}, {255, 0, 0});
        const auto file = png_bytes(canvas);
        ASSERT_TRUE(file);
        const Canvas read = read_png(*file);
        ASSERT_EQ(read.size(), canvas.size());
        for (std::size_t y = 0; y < 37; ++y) {
            for (std::size_t x = 0; x < 61; ++x) ASSERT_EQ(read.at(x, y), canvas.at(x, y)) << x << ", " << y;
        }
    }
}

TEST(PngBytes, APictureWithoutPixelsIsRefused) {
    const auto file = png_bytes(Canvas({.size = {0, 9}}));
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace attacca::picture
