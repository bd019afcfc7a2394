#include "attacca/picture/tuner_view.h"

namespace attacca::picture {

// Paints its background so far.
struct TunerView::State {
    Canvas canvas;
    ThemeName theme = ThemeName::dark;
    PixelBox box;
    bool changed = true;
};

TunerView::TunerView(PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
TunerView::~TunerView() = default;
TunerView::TunerView(TunerView&&) noexcept = default;
TunerView& TunerView::operator=(TunerView&&) noexcept = default;

void TunerView::resize(PictureSize size, float scale) {
    state_->canvas.resize(size, scale);
    state_->box = {0, 0, size.width, size.height};
    state_->changed = true;
}
void TunerView::set_theme(ThemeName name) {
    state_->changed |= name != state_->theme;
    state_->theme = name;
}
std::span<const PixelBox> TunerView::draw() {
    if (!state_->changed) return {};
    state_->changed = false;
    state_->canvas.fill(state_->box, theme(state_->theme).panel);
    return {&state_->box, 1};
}
const Canvas& TunerView::canvas() const noexcept { return state_->canvas; }

void TunerView::set_a4_hz(double) {}
void TunerView::set_frequency(std::optional<double>) {}

}  // namespace attacca::picture
