#include "spoken_slider.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace attacca::studio {
namespace {

class AccessibleSlider final : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    AccessibleSlider(QWidget* widget, SpokenSlider* slider)
        : QAccessibleWidget(widget, QAccessible::Slider), slider_(slider) {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Value ? slider_->spoken_text() : QAccessibleWidget::text(kind);
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    [[nodiscard]] QVariant currentValue() const override { return slider_->spoken_value(); }
    [[nodiscard]] QVariant minimumValue() const override { return slider_->spoken_minimum(); }
    [[nodiscard]] QVariant maximumValue() const override { return slider_->spoken_maximum(); }
    [[nodiscard]] QVariant minimumStepSize() const override { return slider_->spoken_step(); }
    void setCurrentValue(const QVariant& value) override { slider_->set_spoken_value(value.toDouble()); }

private:
    SpokenSlider* slider_;
};

QAccessibleInterface* make_interface(const QString&, QObject* object) {
    auto* widget = qobject_cast<QWidget*>(object);
    auto* slider = widget ? dynamic_cast<SpokenSlider*>(widget) : nullptr;
    return slider ? new AccessibleSlider(widget, slider) : nullptr;
}

}  // namespace

void install_spoken_sliders() { QAccessible::installFactory(make_interface); }

void announce_value(QWidget& control) {
    if (!QAccessible::isActive()) return;
    QAccessibleValueChangeEvent event(&control, dynamic_cast<SpokenSlider&>(control).spoken_value());
    QAccessible::updateAccessibility(&event);
}

}  // namespace attacca::studio
