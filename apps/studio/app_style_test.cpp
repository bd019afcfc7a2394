#include "app_style.h"

#include <gmock/gmock.h>

#include <utility>

namespace attacca::studio {
namespace {

using picture::ThemeName;

TEST(ThemeNamed, TheSystemsIsTheDesktops) {
    EXPECT_EQ(theme_named(QStringLiteral("light"), ThemeName::dark), ThemeName::light);
    EXPECT_EQ(theme_named(QStringLiteral("dark"), ThemeName::light), ThemeName::dark);
    EXPECT_EQ(theme_named(QStringLiteral("contrast"), ThemeName::light), ThemeName::high_contrast);
    EXPECT_EQ(theme_named(QStringLiteral("system"), ThemeName::dark), ThemeName::dark);
    EXPECT_EQ(theme_named(QString(), ThemeName::high_contrast), ThemeName::high_contrast);
    EXPECT_EQ(theme_of(palette_of(ThemeName::dark)), ThemeName::dark);
    EXPECT_EQ(theme_of(palette_of(ThemeName::light)), ThemeName::light);
}

TEST(Palettes, TextCanBeReadOnWhatItStandsOn) {
    const auto seen = [](const QColor& color) {
        return picture::Color{static_cast<std::uint8_t>(color.red()), static_cast<std::uint8_t>(color.green()),
                              static_cast<std::uint8_t>(color.blue())};
    };
    for (const auto theme : {ThemeName::light, ThemeName::dark, ThemeName::high_contrast}) {
        const QPalette palette = palette_of(theme);
        const double least = theme == ThemeName::high_contrast ? 7.0 : 4.5;
        for (const auto& [text, ground] :
             {std::pair{QPalette::WindowText, QPalette::Window}, std::pair{QPalette::Text, QPalette::Base},
              std::pair{QPalette::PlaceholderText, QPalette::Base}, std::pair{QPalette::ButtonText, QPalette::Button},
              std::pair{QPalette::HighlightedText, QPalette::Highlight},
              std::pair{QPalette::BrightText, QPalette::Window}}) {
            EXPECT_GE(picture::contrast(seen(palette.color(text)), seen(palette.color(ground))), least)
                << picture::name(theme) << ", role " << text;
        }
    }
}

}  // namespace
}  // namespace attacca::studio
