#include "meter_widget.h"

namespace attacca::studio {

MeterWidget::MeterWidget(StudioModel& model, QWidget* parent)
    : ViewWidget<picture::LevelMeterView>(
          picture::LevelMeterView(picture::MeterDirection::up, picture::PixelOrder::bgra), parent),
      model_(model) {
    setAccessibleName(QStringLiteral("Levels"));
    setToolTip(QStringLiteral("Peak, RMS and true peak of what is played; a click puts out the clip lamps"));
    setFixedWidth(112);
}

void MeterWidget::follow_levels() {
    view().set_levels(model_.status().levels);
    show_changes();
}

void MeterWidget::mousePressEvent(QMouseEvent*) {
    view().clear_clips();
    show_changes();
}

}  // namespace attacca::studio
