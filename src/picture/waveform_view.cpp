#include "attacca/picture/waveform_view.h"

namespace attacca::picture {

// Paints its background so far.
struct WaveformView::State {
    Canvas canvas;
    ThemeName theme = ThemeName::dark;
    PixelBox box;
    bool changed = true;
};

WaveformView::WaveformView(PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
WaveformView::~WaveformView() = default;
WaveformView::WaveformView(WaveformView&&) noexcept = default;
WaveformView& WaveformView::operator=(WaveformView&&) noexcept = default;

void WaveformView::resize(PictureSize size, float scale) {
    state_->canvas.resize(size, scale);
    state_->box = {0, 0, size.width, size.height};
    state_->changed = true;
}
void WaveformView::set_theme(ThemeName name) {
    state_->changed |= name != state_->theme;
    state_->theme = name;
}
std::span<const PixelBox> WaveformView::draw() {
    if (!state_->changed) return {};
    state_->changed = false;
    state_->canvas.fill(state_->box, theme(state_->theme).panel);
    return {&state_->box, 1};
}
const Canvas& WaveformView::canvas() const noexcept { return state_->canvas; }

void WaveformView::set_overview(std::span<const WaveformColumn>, double) {}
void WaveformView::set_duration(double) {}
void WaveformView::set_position(double) {}
void WaveformView::set_hover(std::optional<double>) {}
double WaveformView::time_at(float) const noexcept { return 0.0; }
float WaveformView::x_of(double) const noexcept { return 0.0F; }

}  // namespace attacca::picture
