// For tests: what a host of a view does, and signals to show.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "attacca/picture/canvas.h"
#include "attacca/picture/spectrum_view.h"

namespace attacca::picture {

inline PixelBox whole(const Canvas& canvas) { return {0, 0, canvas.size().width, canvas.size().height}; }

inline bool same_pixels(const Canvas& one, const Canvas& other) {
    return one.size() == other.size() && std::ranges::equal(one.bytes(), other.bytes());
}

/// Shows a view as a window does: only the boxes that `draw` names reach the screen.
template <class View>
class Screen {
public:
    explicit Screen(View& view) : view_(view) {}

    /// How many pixels were sent.
    std::size_t show() {
        const auto boxes = view_.draw();
        const Canvas& canvas = view_.canvas();
        if (pixels_.size() != canvas.size()) pixels_.resize(canvas.size(), canvas.scale());
        std::size_t sent = 0;
        for (const PixelBox& box : boxes) {
            EXPECT_FALSE(box.empty());
            EXPECT_LE(box.right(), canvas.size().width);
            EXPECT_LE(box.bottom(), canvas.size().height);
            pixels_.copy(canvas, box);
            sent += box.pixels();
        }
        return sent;
    }
    [[nodiscard]] const Canvas& pixels() const { return pixels_; }

private:
    View& view_;
    Canvas pixels_;
};

/// A spectrum that moves; `moment` counts pictures.
inline std::vector<float> moving_levels(std::size_t count, int moment) {
    std::vector<float> levels(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double place = static_cast<double>(i);
        levels[i] = static_cast<float>(-45.0 + 22.0 * std::sin(0.2 * place + 0.3 * moment) +
                                       9.0 * std::sin(1.9 * place - 0.7 * moment));
    }
    return levels;
}

inline EqualizerCurve eight_bands() {
    EqualizerCurve curve;
    for (int i = 0; i < 8; ++i) {
        curve.settings.bands.push_back(
            {.center_hz = 60.0 * (1 << i), .gain_db = i % 2 == 0 ? 6.0 : -4.0, .width = 1.0});
    }
    return curve;
}

inline constexpr PictureSize kAwkwardSizes[]{{0, 0}, {0, 7}, {7, 0},  {1, 1},   {1, 7},
                                             {7, 1}, {7, 7}, {64, 7}, {253, 61}};

}  // namespace attacca::picture
