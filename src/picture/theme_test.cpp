#include "attacca/picture/theme.h"

#include <gtest/gtest.h>

#include <cmath>

namespace attacca::picture {
namespace {

constexpr std::array kThemes{ThemeName::light, ThemeName::dark, ThemeName::high_contrast};

TEST(Contrast, IsThatOfWcag) {
    EXPECT_NEAR(contrast({0, 0, 0}, {255, 255, 255}), 21.0, 1e-9);
    EXPECT_NEAR(contrast({119, 119, 119}, {255, 255, 255}), 4.48, 0.01);  // The well-known gray that just fails.
    EXPECT_EQ(contrast({9, 8, 7}, {9, 8, 7}), 1.0);
}

TEST(Theme, TextCanBeRead) {
    for (const ThemeName name_of : kThemes) {
        const Theme& colors = theme(name_of);
        const double least = name_of == ThemeName::high_contrast ? 7.0 : 4.5;
        for (const Color behind : {colors.background, colors.panel}) {
            for (const Color text : {colors.text, colors.faint_text, colors.alarm}) {
                EXPECT_GE(contrast(text, behind), least) << name(name_of);
            }
        }
    }
}

TEST(Theme, LinesAndHandlesCanBeSeen) {
    for (const ThemeName name_of : kThemes) {
        const Theme& colors = theme(name_of);
        for (const Color shape :
             {colors.accent, colors.signal_line, colors.peak, colors.good, colors.caution, colors.alarm}) {
            EXPECT_GE(contrast(shape, colors.panel), 3.0) << name(name_of);
        }
        // The number in a handle is text too.
        for (const Color band : colors.bands) EXPECT_GE(contrast(band, colors.panel), 4.5) << name(name_of);
    }
}

TEST(Theme, NamesDiffer) {
    EXPECT_EQ(name(ThemeName::light), "light");
    EXPECT_EQ(name(ThemeName::dark), "dark");
    EXPECT_EQ(name(ThemeName::high_contrast), "high contrast");
}

TEST(ShadeColor, LightnessGoesOneWayWithEveryStep) {
    constexpr Color kBlack{0, 0, 0};
    for (const ThemeName name_of : kThemes) {
        const bool paper = name_of == ThemeName::light;
        for (int shade = 4; shade < 256; ++shade) {
            const double now = contrast(shade_color(static_cast<std::uint8_t>(shade), name_of), kBlack);
            const double before = contrast(shade_color(static_cast<std::uint8_t>(shade - 4), name_of), kBlack);
            EXPECT_EQ(now < before, paper) << shade;
        }
    }
}

}  // namespace
}  // namespace attacca::picture
