// Playlist, spectrum and equalizer.
#pragma once

#include "attacca/picture/spectrum_view.h"
#include "page.h"
#include "picture_widget.h"
#include "studio_model.h"

namespace attacca::studio {

class PlayerPage : public Page {
    Q_OBJECT

public:
    explicit PlayerPage(StudioModel& model);

    [[nodiscard]] QString title() const override { return QStringLiteral("Player"); }
    [[nodiscard]] bool moving() const override { return model_.playing(); }
    void frame() override;
    void set_theme(picture::ThemeName theme) override;

private:
    StudioModel& model_;
    ViewWidget<picture::SpectrumView>* spectrum_ = nullptr;
};

}  // namespace attacca::studio
