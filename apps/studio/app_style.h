// How controls look: the picture room's colors as a palette, and flat shapes.
#pragma once

#include <QPalette>
#include <QProxyStyle>
#include <QString>

#include "attacca/picture/theme.h"

namespace attacca::studio {

/// "light", "dark", "contrast"; anything else, "system" too, is the desktop's.
[[nodiscard]] picture::ThemeName theme_named(const QString& name, picture::ThemeName desktop);
/// Of a desktop that says it by its palette only.
[[nodiscard]] picture::ThemeName theme_of(const QPalette& desktop);

[[nodiscard]] QPalette palette_of(picture::ThemeName theme);

[[nodiscard]] QColor widget_color(picture::Color color);

/// Fusion with flat buttons and sliders, and a ring around what has the focus.
class AppStyle : public QProxyStyle {
    Q_OBJECT

public:
    AppStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
};

}  // namespace attacca::studio
