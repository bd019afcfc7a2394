// The level meters; a click puts out the clip lamps.
#pragma once

#include "attacca/picture/level_meter_view.h"
#include "picture_widget.h"
#include "studio_model.h"

namespace attacca::studio {

class MeterWidget : public ViewWidget<picture::LevelMeterView> {
    Q_OBJECT

public:
    explicit MeterWidget(StudioModel& model, QWidget* parent = nullptr);

    void follow_levels();

protected:
    void mousePressEvent(QMouseEvent* event) override;

private:
    StudioModel& model_;
};

}  // namespace attacca::studio
