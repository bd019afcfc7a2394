#include "attacca/picture/theme.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace attacca::picture {
namespace {

// Blue for the signal and orange for what the user holds are told apart by every kind of color vision.
constexpr Theme kLight{
    .background = {243, 245, 248},
    .panel = {255, 255, 255},
    .grid = {232, 235, 240},
    .grid_strong = {200, 207, 216},
    .text = {26, 31, 38},
    .faint_text = {88, 98, 111},
    .accent = {190, 78, 0},
    .signal_low = {171, 214, 240},
    .signal_high = {38, 132, 199},
    .signal_line = {0, 98, 165},
    .peak = {62, 82, 104},
    .idle = {178, 187, 198},
    .good = {0, 132, 92},
    .caution = {148, 98, 0},
    .alarm = {176, 20, 40},
    .bands = {{{0, 98, 165},
               {176, 84, 0},
               {0, 120, 88},
               {158, 58, 128},
               {128, 104, 0},
               {84, 72, 176},
               {190, 40, 40},
               {72, 84, 98}}},
};

constexpr Theme kDark{
    .background = {16, 19, 24},
    .panel = {21, 25, 32},
    .grid = {37, 43, 53},
    .grid_strong = {66, 76, 90},
    .text = {232, 236, 242},
    .faint_text = {150, 160, 174},
    .accent = {255, 170, 64},
    .signal_low = {24, 82, 128},
    .signal_high = {84, 196, 246},
    .signal_line = {132, 214, 255},
    .peak = {206, 222, 236},
    .idle = {82, 92, 107},
    .good = {70, 200, 150},
    .caution = {250, 204, 84},
    .alarm = {255, 96, 88},
    .bands = {{{90, 180, 240},
               {244, 160, 60},
               {60, 200, 150},
               {226, 132, 190},
               {240, 226, 90},
               {156, 148, 246},
               {250, 120, 100},
               {180, 190, 202}}},
};

constexpr Theme kHighContrast{
    .background = {0, 0, 0},
    .panel = {0, 0, 0},
    .grid = {88, 88, 88},
    .grid_strong = {160, 160, 160},
    .text = {255, 255, 255},
    .faint_text = {230, 230, 230},
    .accent = {255, 210, 0},
    .signal_low = {0, 128, 224},
    .signal_high = {112, 224, 255},
    .signal_line = {255, 255, 255},
    .peak = {255, 255, 255},
    .idle = {150, 150, 150},
    .good = {0, 240, 150},
    .caution = {255, 210, 0},
    .alarm = {255, 120, 120},
    .bands = {{{96, 200, 255},
               {255, 178, 64},
               {0, 240, 170},
               {255, 150, 220},
               {255, 244, 80},
               {186, 180, 255},
               {255, 140, 124},
               {220, 220, 220}}},
};

double linear(std::uint8_t value) {
    const double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(Color color) {
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

std::uint8_t to_byte(double value) {
    const double share = std::clamp(value, 0.0, 1.0);
    const double srgb = share <= 0.0031308 ? 12.92 * share : 1.055 * std::pow(share, 1.0 / 2.4) - 0.055;
    return static_cast<std::uint8_t>(std::lround(255.0 * srgb));
}

}  // namespace

const Theme& theme(ThemeName name) noexcept {
    switch (name) {
        case ThemeName::light:
            return kLight;
        case ThemeName::dark:
            return kDark;
        case ThemeName::high_contrast:
            return kHighContrast;
    }
    return kDark;
}

std::string_view name(ThemeName name) noexcept {
    switch (name) {
        case ThemeName::light:
            return "light";
        case ThemeName::dark:
            return "dark";
        case ThemeName::high_contrast:
            return "high contrast";
    }
    return {};
}

double contrast(Color one, Color other) noexcept {
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

Color shade_color(std::uint8_t shade, ThemeName name) noexcept {
    // A path through OKLab (Ottosson 2020), whose lightness is what the eye sees: lightness rises in a line while the
    // hue turns from violet to yellow; the chroma falls at both ends, where the screen has none. On paper, the path
    // runs from white to dark blue.
    const bool light = name == ThemeName::light;
    const double share = shade / 255.0;
    const double lightness = light ? 1.0 - 0.72 * share : 0.12 + 0.85 * share;
    const double hue = (light ? 220.0 + 60.0 * share : 290.0 + 175.0 * share) * std::numbers::pi / 180.0;
    const double chroma = light ? 0.12 * std::sin(std::numbers::pi * 0.9 * share)
                                : 0.19 * std::sqrt(std::sin(std::numbers::pi * (0.04 + 0.88 * share)));
    const double a = chroma * std::cos(hue);
    const double b = chroma * std::sin(hue);
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3.0);
    const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3.0);
    const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3.0);
    return {to_byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            to_byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            to_byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

}  // namespace attacca::picture
