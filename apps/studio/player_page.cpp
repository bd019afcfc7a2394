#include "player_page.h"

#include <QVBoxLayout>

namespace attacca::studio {

PlayerPage::PlayerPage(StudioModel& model) : model_(model), spectrum_(new ViewWidget<picture::SpectrumView>) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(spectrum_, 1);
}

void PlayerPage::frame() { spectrum_->show_changes(); }

void PlayerPage::set_theme(picture::ThemeName theme) { spectrum_->set_theme(theme); }

}  // namespace attacca::studio
