#include "app_style.h"

#include <QPainter>
#include <QStyleOptionSlider>

namespace attacca::studio {
namespace {

constexpr double kRadius = 5.0;
constexpr double kFieldRadius = 2.0;
constexpr int kGroove_px = 4;
constexpr int kKnob_px = 14;

QColor mixed(const QColor& one, const QColor& other, double share) {
    const auto part = [share](int a, int b) { return static_cast<int>(a + (b - a) * share); };
    return {part(one.red(), other.red()), part(one.green(), other.green()), part(one.blue(), other.blue())};
}

void draw_button(const QStyleOption& option, QPainter& painter, bool flat) {
    const QPalette& palette = option.palette;
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool down = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hovered = enabled && (option.state & QStyle::State_MouseOver);
    const bool ring = (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange);
    QColor fill = palette.color(QPalette::Button);
    if (down) {
        fill = mixed(fill, palette.color(QPalette::Highlight), 0.3);
    } else if (hovered) {
        fill = mixed(fill, palette.color(QPalette::ButtonText), 0.12);
    }
    const bool empty = flat && !down && !hovered;
    const QColor edge = empty  ? QColor(Qt::transparent)
                        : down ? palette.color(QPalette::Highlight)
                               : palette.color(QPalette::Mid);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(empty ? QBrush(Qt::NoBrush) : QBrush(fill));
    painter.setPen(ring ? QPen(palette.color(QPalette::Highlight), 2) : QPen(edge, 1));
    const double inset = ring ? 1.0 : 0.5;
    painter.drawRoundedRect(QRectF(option.rect).adjusted(inset, inset, -inset, -inset), kRadius, kRadius);
    painter.restore();
}

/// Around fields and lists: Fusion's own line is lost on a dark ground.
void draw_outline(const QStyleOption& option, QPainter& painter) {
    const bool focused = option.state & QStyle::State_HasFocus;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(option.palette.color(focused ? QPalette::Highlight : QPalette::Mid), 1));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), kFieldRadius, kFieldRadius);
    painter.restore();
}

void draw_check(const QStyleOption& option, QPainter& painter, bool round) {
    const QPalette& palette = option.palette;
    const bool on = option.state & QStyle::State_On;
    const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const double radius = round ? box.width() / 2.0 : kFieldRadius;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(palette.color(on ? QPalette::Highlight : QPalette::Base));
    painter.setPen(QPen(palette.color(on ? QPalette::Highlight : QPalette::Dark), 1));
    painter.drawRoundedRect(box, radius, radius);
    if (on) {
        painter.setPen(QPen(palette.color(QPalette::HighlightedText), 2));
        const auto at = [&box](double x, double y) {
            return QPointF(box.x() + x * box.width(), box.y() + y * box.height());
        };
        painter.drawPolyline(QPolygonF({at(0.22, 0.52), at(0.42, 0.72), at(0.78, 0.28)}));
    }
    painter.restore();
}

void draw_slider(const QStyleOptionSlider& option, const QRect& handle, QPainter& painter) {
    const QPalette& palette = option.palette;
    const bool lying = option.orientation == Qt::Horizontal;
    const QRectF all(option.rect);
    const QPointF knob = QRectF(handle).center();
    QRectF groove = lying ? QRectF(all.left() + 2, knob.y() - kGroove_px / 2.0, all.width() - 4, kGroove_px)
                          : QRectF(knob.x() - kGroove_px / 2.0, all.top() + 2, kGroove_px, all.height() - 4);
    QRectF filled = groove;
    if (lying) {
        filled.setRight(knob.x());
    } else {
        filled.setTop(knob.y());
    }
    const bool enabled = option.state & QStyle::State_Enabled;
    const QColor strong = enabled ? palette.color(QPalette::Highlight) : palette.color(QPalette::Mid);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.color(QPalette::Mid));
    painter.drawRoundedRect(groove, kGroove_px / 2.0, kGroove_px / 2.0);
    painter.setBrush(strong);
    painter.drawRoundedRect(filled, kGroove_px / 2.0, kGroove_px / 2.0);
    painter.setBrush(enabled ? palette.color(QPalette::ButtonText) : palette.color(QPalette::Mid));
    painter.drawEllipse(knob, kKnob_px / 2.0 - 1, kKnob_px / 2.0 - 1);
    if (option.state & QStyle::State_HasFocus) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette.color(QPalette::Highlight), 2));
        painter.drawEllipse(knob, kKnob_px / 2.0 + 1, kKnob_px / 2.0 + 1);
    }
    painter.restore();
}

}  // namespace

QColor widget_color(picture::Color color) { return {color.red, color.green, color.blue, color.alpha}; }

picture::ThemeName theme_named(const QString& name, picture::ThemeName desktop) {
    if (name == QLatin1String("light")) return picture::ThemeName::light;
    if (name == QLatin1String("dark")) return picture::ThemeName::dark;
    return name == QLatin1String("contrast") ? picture::ThemeName::high_contrast : desktop;
}

picture::ThemeName theme_of(const QPalette& desktop) {
    const bool dark = desktop.color(QPalette::Window).lightness() < desktop.color(QPalette::WindowText).lightness();
    return dark ? picture::ThemeName::dark : picture::ThemeName::light;
}

QPalette palette_of(picture::ThemeName name) {
    const picture::Theme& theme = picture::theme(name);
    const QColor background = widget_color(theme.background);
    const QColor panel = widget_color(theme.panel);
    const QColor text = widget_color(theme.text);
    const QColor accent = widget_color(theme.accent);
    const bool panel_stands_out =
        picture::contrast(theme.accent, theme.panel) > picture::contrast(theme.accent, theme.text);
    const QColor on_accent = panel_stands_out ? panel : text;
    const QColor faint = widget_color(theme.faint_text);
    const bool strong = name == picture::ThemeName::high_contrast;
    QPalette palette;
    palette.setColor(QPalette::Window, background);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, panel);
    palette.setColor(QPalette::AlternateBase, mixed(panel, text, 0.04));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, faint);
    palette.setColor(QPalette::Button, mixed(background, text, strong ? 0.0 : 0.06));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, widget_color(theme.alarm));
    palette.setColor(QPalette::ToolTipBase, panel);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, on_accent);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::Light, mixed(background, text, 0.12));
    palette.setColor(QPalette::Midlight, mixed(background, text, 0.10));
    palette.setColor(QPalette::Mid, mixed(background, text, strong ? 0.8 : 0.22));
    palette.setColor(QPalette::Dark, mixed(background, text, strong ? 0.9 : 0.30));
    palette.setColor(QPalette::Shadow, QColor(0, 0, 0));
    const QColor disabled = mixed(background, text, strong ? 0.75 : 0.45);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, disabled);
    }
    return palette;
}

AppStyle::AppStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void AppStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const {
    switch (element) {
        case PE_PanelButtonCommand:
            draw_button(*option, *painter, false);
            return;
        case PE_PanelButtonTool:
            draw_button(*option, *painter, option->state.testFlag(State_AutoRaise));
            return;
        case PE_IndicatorCheckBox:
            draw_check(*option, *painter, false);
            return;
        case PE_IndicatorRadioButton:
            draw_check(*option, *painter, true);
            return;
        case PE_FrameLineEdit:
        case PE_Frame:
            draw_outline(*option, *painter);
            return;
        case PE_FrameFocusRect:
            if (qobject_cast<const QWidget*>(widget) && widget->inherits("QAbstractButton") &&
                !widget->inherits("QCheckBox") && !widget->inherits("QRadioButton")) {
                return;  // The button's own ring says it.
            }
            break;
        default:
            break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void AppStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                  const QWidget* widget) const {
    if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option); control == CC_Slider && slider) {
        draw_slider(*slider, subControlRect(CC_Slider, slider, SC_SliderHandle, widget), *painter);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_SpinBox) draw_outline(*option, *painter);
}

void AppStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                           const QWidget* widget) const {
    if (element == CE_Splitter) return;  // The gap says it.
    QProxyStyle::drawControl(element, option, painter, widget);
}

int AppStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
        case PM_SliderLength:
            return kKnob_px;
        case PM_SliderThickness:
            return kKnob_px + 6;
        case PM_ScrollBarExtent:
            return 12;
        case PM_ButtonShiftHorizontal:
        case PM_ButtonShiftVertical:
            return 0;
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int AppStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                        QStyleHintReturn* data) const {
    if (hint == SH_Slider_AbsoluteSetButtons) return Qt::LeftButton;  // A click on the groove goes there.
    return QProxyStyle::styleHint(hint, option, widget, data);
}

}  // namespace attacca::studio
