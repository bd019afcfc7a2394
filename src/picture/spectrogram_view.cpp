#include "attacca/picture/spectrogram_view.h"

namespace attacca::picture {

// Paints its background so far.
struct SpectrogramView::State {
    Canvas canvas;
    ThemeName theme = ThemeName::dark;
    PixelBox box;
    bool changed = true;
};

SpectrogramView::SpectrogramView(PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
SpectrogramView::~SpectrogramView() = default;
SpectrogramView::SpectrogramView(SpectrogramView&&) noexcept = default;
SpectrogramView& SpectrogramView::operator=(SpectrogramView&&) noexcept = default;

void SpectrogramView::resize(PictureSize size, float scale) {
    state_->canvas.resize(size, scale);
    state_->box = {0, 0, size.width, size.height};
    state_->changed = true;
}
void SpectrogramView::set_theme(ThemeName name) {
    state_->changed |= name != state_->theme;
    state_->theme = name;
}
std::span<const PixelBox> SpectrogramView::draw() {
    if (!state_->changed) return {};
    state_->changed = false;
    state_->canvas.fill(state_->box, theme(state_->theme).panel);
    return {&state_->box, 1};
}
const Canvas& SpectrogramView::canvas() const noexcept { return state_->canvas; }

void SpectrogramView::set_axes(const SpectrumAxes&) {}
void SpectrogramView::set_hop(double) {}
void SpectrogramView::add(std::span<const float>) {}
void SpectrogramView::clear() {}
PixelBox SpectrogramView::plot() const noexcept { return state_->box; }

}  // namespace attacca::picture
